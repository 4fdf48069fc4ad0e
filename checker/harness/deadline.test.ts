import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DeadlineExceeded, within, withoutWaiting } from './deadline.ts';

test('work that is done in time gives its value', async () => {
  expect(await within(Promise.resolve(7), 1000)).toBe(7);
});

test('work that never ends is given up', async () => {
  await expect(within(new Promise(() => {}), 20)).rejects.toThrow(DeadlineExceeded);
});

test('the time that work waits for a processor is given back, to a point', async () => {
  let count = 0;
  const work = () => new Promise((resolve) => setTimeout(() => resolve('done'), 200));
  expect(await within(work(), 50, () => count++ * 100)).toBe('done');
  await expect(within(new Promise(() => {}), 5, () => count++ * 100)).rejects.toThrow(DeadlineExceeded);
  await expect(within(work(), 50, () => 7)).rejects.toThrow(DeadlineExceeded);
});

test('a time in which we did not run ourselves does not count', async () => {
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) await setImmediate();
    return count;
  };
  const work = within(turns(200), 100);
  // As when the machine sleeps, or has no time for us: nobody could look for the answer.
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300), 0);
  expect(await work).toBe(200);
});

test('of a time that is over, what was waited for a processor is given back, to the same point', () => {
  expect(withoutWaiting(100, 0)).toBe(100);
  expect(withoutWaiting(100, 30)).toBe(70);
  expect(withoutWaiting(100, 100)).toBe(10);
  // Another process may have waited longest before, and is gone.
  expect(withoutWaiting(100, -50)).toBe(100);
});
