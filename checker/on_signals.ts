/**
 * Takes signals over. Libraries that listen as well are not heard until it is undone, whether they came before or come
 * meanwhile: at a signal they remove files that are being written, and send it once more or end the process.
 *
 * @returns what undoes it.
 */
export function onSignals(handlers: Partial<Record<NodeJS.Signals, () => void>>): () => void {
  const own = Object.entries(handlers);
  const others = own.flatMap(([signal]) =>
    process.rawListeners(signal).map((listener) => [signal, listener as () => void] as const),
  );
  // Ours come first: without any listener, a signal would end the process.
  for (const [signal, handler] of own) process.on(signal, handler);
  for (const [signal, listener] of others) process.off(signal, listener);
  const onNew = (event: string | symbol, listener: () => void) => {
    // It is told just before the listener is there.
    if (event in handlers) queueMicrotask(() => process.off(event, listener));
  };
  process.on('newListener', onNew);
  return () => {
    process.off('newListener', onNew);
    for (const [signal, listener] of others) process.on(signal, listener);
    for (const [signal, handler] of own) process.off(signal, handler);
  };
}
