import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DeadlineExceeded, within } from './deadline.ts';

test('work that is done in time gives its value', async () => {
  expect(await within(Promise.resolve(7), 1000)).toBe(7);
});

test('work that never ends is given up', async () => {
  await expect(within(new Promise(() => {}), 20)).rejects.toThrow(DeadlineExceeded);
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
