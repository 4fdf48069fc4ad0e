import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { init } from 'echarts';

const SIZE = { width: 640, height: 360 };

/** A line with a point for each pair: what stands below the axes, and what is measured. */
export type Plot = { title: string; x: string; y: string; points: readonly (readonly [string, number])[] };

/** Draws a plot as SVG, on white, so that it can be read in a dark page as well. */
export function toSvg({ title, x, y, points }: Plot): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#fff',
      color: ['#2563a8'],
      title: { text: title, left: 'center' },
      grid: { left: 60, right: 30, bottom: 50 },
      xAxis: { type: 'category', name: x, nameLocation: 'middle', nameGap: 28, data: points.map(([name]) => name) },
      yAxis: { type: 'value', name: y, min: 0 },
      series: [
        {
          type: 'line',
          symbolSize: 8,
          label: { show: true, position: 'top' },
          data: points.map(([, value]) => Number(value.toFixed(1))),
        },
      ],
    });
    return `${chart.renderToSVGString()}\n`;
  } finally {
    chart.dispose();
  }
}

/** Writes plots into a folder, which is made. */
export function writePlots(folder: string, plots: Record<string, Plot>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, plot] of Object.entries(plots)) writeFileSync(join(folder, `${name}.svg`), toSvg(plot));
}
