import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../errors.ts';
import { readPolicy } from './policy.ts';

const GOOD = {
  schema: 1,
  weights: { 7: 2 },
  tasks: [0, 7],
  outOf: 20,
  late: { deadlines: 'deadlines.csv', perDay: 0.1, atMost: 0.5, graceMinutes: 10 },
};
const DEADLINES =
  'name,deadline,submitted\n*,2026-11-21T23:59:00Z,\n"Ann, B.",2026-11-22T00:00:00+01:00,2026-11-20T10:00:00Z\n';

async function read(policy: unknown, deadlines = DEADLINES) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'policy-'));
  const path = join(folder.path, 'kata.grading.json');
  await writeFile(path, typeof policy === 'string' ? policy : JSON.stringify(policy));
  await writeFile(join(folder.path, 'deadlines.csv'), deadlines);
  return await readPolicy(
    path,
    Array.from({ length: 11 }, (_, number) => number),
  );
}

test('a policy with everything', async () => {
  const { late, ...rest } = await read(GOOD);
  expect(rest).toEqual({ schema: 1, weights: { 7: 2 }, tasks: [0, 7], outOf: 20 });
  expect(late).toMatchObject({ perDay: 0.1, atMost: 0.5, graceMinutes: 10 });
  expect(late?.deadlines.get('Ann, B.')).toEqual({
    deadline: Date.parse('2026-11-21T23:00:00Z'),
    submitted: Date.parse('2026-11-20T10:00:00Z'),
    line: 3,
  });
});

test('the shortest policy', async () => {
  expect(await read({ schema: 1 })).toEqual({ schema: 1, weights: {} });
});

describe('what is wrong is told in one sentence, with its place', () => {
  test.each([
    ['no JSON', '{', /is not JSON/],
    ['another version', { schema: 2 }, /"schema"/],
    ['a word too much', { schema: 1, wieghts: {} }, /wieghts/],
    ['a weight below nothing', { schema: 1, weights: { 7: -1 } }, /"weights.7"/],
    ['a task that is not there', { schema: 1, tasks: [11] }, /there is no task 11/],
    ['a weight of such a task', { schema: 1, weights: { 12: 1 } }, /there is no task 12/],
    ['a part above all', { schema: 1, late: { deadlines: 'x', perDay: 2 } }, /"late.perDay"/],
    [
      'deadlines that are not there',
      { schema: 1, late: { deadlines: 'nowhere.csv', perDay: 0.1 } },
      /nowhere.csv does not exist/,
    ],
  ])('%s', async (_what, policy, sentence) => {
    const reading = read(policy);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(sentence);
  });
});

test('200 damaged policies: each is read, or told in one sentence', async () => {
  const text = JSON.stringify(GOOD);
  for (let count = 0; count < 100; count += 1) {
    const at = (count * 7919) % text.length;
    const flipped =
      text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << (count % 7))) + text.slice(at + 1);
    for (const damaged of [flipped, text.slice(0, at)]) {
      const error = await read(damaged).then(
        () => undefined,
        (reason: Error) => reason,
      );
      if (error) expect(error).toBeInstanceOf(UserError);
      expect(error?.message ?? '').not.toMatch(/\n/);
    }
  }
});
