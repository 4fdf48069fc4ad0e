import type { PageLearner } from '../page_data.ts';

const BINS = 10;
const BAR = { width: 56, gap: 8, height: 120, label: 22 };

/** How many learners have how many per cent. Full marks stand in the last bar. */
export function Distribution({ learners }: { learners: PageLearner[] }) {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const { percent } of learners) {
    const bin = Math.min(BINS - 1, Math.floor(percent / (100 / BINS)));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const most = Math.max(...bins);
  const width = BINS * (BAR.width + BAR.gap);
  const told = bins.map((count, bin) => `${rangeOf(bin)} per cent: ${count}`).join('; ');
  return (
    <section aria-labelledby="distribution-title">
      <h2 id="distribution-title">Distribution</h2>
      <div class="wide">
        <svg
          class="distribution"
          role="img"
          aria-label={`Learners by per cent of the score. ${told}.`}
          viewBox={`0 0 ${width} ${BAR.height + 2 * BAR.label}`}
        >
          {bins.map((count, bin) => {
            const height = most === 0 ? 0 : (count / most) * BAR.height;
            const x = bin * (BAR.width + BAR.gap);
            const top = BAR.label + BAR.height - height;
            return (
              <g key={rangeOf(bin)}>
                <rect x={x} y={top} width={BAR.width} height={Math.max(height, 1)} />
                <text x={x + BAR.width / 2} y={top - 6}>
                  {count}
                </text>
                <text x={x + BAR.width / 2} y={BAR.height + 2 * BAR.label - 6}>
                  {rangeOf(bin)}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <p class="caption">Learners by per cent of the score; submissions without a report count as 0.</p>
    </section>
  );
}

function rangeOf(bin: number): string {
  const from = bin * (100 / BINS);
  return `${from}–${bin === BINS - 1 ? 100 : from + 100 / BINS - 1}`;
}
