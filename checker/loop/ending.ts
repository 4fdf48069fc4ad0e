/** What ends the loop from outside, with its exit code: 128 and the number of the signal, as shells count. */
export const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Turns these signals into an end that puts everything in order. Gives what undoes it. */
export function onSignals(end: (code: number) => void): () => void {
  const signals = Object.entries(ENDED_BY).map(([signal, code]) => [signal, () => end(code)] as const);
  for (const [signal, listener] of signals) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of signals) process.off(signal, listener);
  };
}
