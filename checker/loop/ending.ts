/** What ends the loop from outside, with its exit code: 128 and the number of the signal, as shells count. */
export const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Turns these signals into an end that puts everything in order. Libraries that listen too would end the process before
 * that, so they are not heard. Gives what undoes it.
 */
export function onSignals(end: (code: number) => void): () => void {
  const listeners = Object.entries(ENDED_BY).map(([signal, code]) => [signal, () => end(code)] as const);
  const own = new Set<unknown>(listeners.map(([, listener]) => listener));
  const onNew = (event: string | symbol, listener: () => void) => {
    // It is told just before the listener is there.
    if (event in ENDED_BY && !own.has(listener)) queueMicrotask(() => process.off(event, listener));
  };
  process.on('newListener', onNew);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    process.off('newListener', onNew);
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
