import { expect, test, vi } from 'vitest';
import { onSignals } from './on_signals.ts';

/** Rather none that a test runner listens to. */
const SIGNAL = 'SIGUSR2';

const moment = () => new Promise<void>((resolve) => queueMicrotask(resolve));

test('nobody else hears a signal until it is undone, whoever came before or comes meanwhile', async () => {
  const [before, once, meanwhile, ours] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  process.on(SIGNAL, before).once(SIGNAL, once);
  const undo = onSignals({ [SIGNAL]: ours });
  process.on(SIGNAL, meanwhile);
  await moment();
  process.emit(SIGNAL);
  process.emit(SIGNAL);
  expect(ours).toHaveBeenCalledTimes(2);
  for (const other of [before, once, meanwhile]) expect(other).not.toHaveBeenCalled();
  undo();
  process.emit(SIGNAL);
  process.emit(SIGNAL);
  expect([ours, before, once].map(({ mock }) => mock.calls.length)).toEqual([2, 2, 1]);
  process.off(SIGNAL, before);
  expect(process.listenerCount(SIGNAL)).toBe(0);
});

test('no other signal is touched', () => {
  const other = vi.fn();
  process.on('SIGCONT', other);
  const undo = onSignals({ [SIGNAL]: () => {} });
  process.emit('SIGCONT');
  undo();
  process.off('SIGCONT', other);
  expect(other).toHaveBeenCalledOnce();
});
