/** The golden ratio in 32 bits: its multiples are spread evenly. */
const STEP = 0x9e3779b9;

/**
 * A `Math.random` for one load of a submission: the same numbers come at each load. They can be predicted, as those of every
 * `Math.random` can, and whoever makes ids from them makes the same ids after a new start, however the function was taken.
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
