import { expect, test } from 'vitest';
import { together } from './together.ts';

const later = (turns: number): Promise<void> =>
  turns === 0 ? Promise.resolve() : new Promise((resolve) => setImmediate(() => void later(turns - 1).then(resolve)));

test('it gives the values in the order of the steps', async () => {
  expect(await together([later(3).then(() => 'one'), 'two'])).toEqual(['one', 'two']);
});

test('it fails with the first failure of the list, and only once all steps have ended', async () => {
  const ended: string[] = [];
  const failing = async (name: string, turns: number) => {
    await later(turns);
    ended.push(name);
    throw new Error(name);
  };
  const slow = later(5).then(() => ended.push('slow'));
  await expect(together([failing('first', 3), failing('second', 0), slow])).rejects.toThrow('first');
  expect(ended).toEqual(['second', 'first', 'slow']);
});
