const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A span of the learner's clock: `60 s 1 ms`, `4000 d`, `0 s`. */
export function spanText(milliseconds: number): string {
  const parts = [
    [Math.floor(milliseconds / DAY), 'd'],
    [Math.floor((milliseconds % DAY) / SECOND), 's'],
    [milliseconds % SECOND, 'ms'],
  ] as const;
  const told = parts.filter(([count]) => count !== 0).map(([count, unit]) => `${count} ${unit}`);
  return told.join(' ') || '0 s';
}
