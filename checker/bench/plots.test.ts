import { expect, test } from 'vitest';
import { toSvg } from './plots.ts';

test('a plot is an SVG with its title, its axes and its values', () => {
  const plot = {
    title: 'Rate & jobs',
    x: 'jobs',
    y: 'a minute',
    points: [
      ['one', 31.64],
      ['two', 44],
    ] as const,
  };
  const svg = toSvg(plot);
  expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  for (const text of ['Rate &amp; jobs', 'jobs', 'a minute', 'one', 'two', '31.6', '44'])
    expect(svg).toContain(`>${text}<`);
});
