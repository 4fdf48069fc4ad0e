/** The golden ratio in 32 bits: its multiples are spread evenly. */
const STEP = 0x9e3779b9;

/**
 * A `Math.random` for one load of a submission. Each load gets the same numbers, so ids that are made from them come again after
 * a restart, even where the submission kept the function when it was loaded. A real `Math.random` can be predicted as well.
 */
export function predictableRandom(): () => number {
  let state = 0;
  const next = (): number => {
    state = (state + STEP) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  return new Proxy(next, {});
}
