/** Milliseconds from one signal to the next that still is the same key press. */
export const SAME_PRESS = 500;

/**
 * Tells signals from key presses. A terminal sends Ctrl-C to all programs that run in it, and npm, where it started us,
 * sends it on: one press comes twice.
 *
 * @returns what is called at each signal, and tells whether that is another press than before.
 */
export function keyPresses(): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - last < SAME_PRESS) return false;
    last = now;
    return true;
  };
}
