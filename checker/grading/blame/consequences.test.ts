import { expect, test } from 'vitest';
import { type Failing, findConsequences, findLoadConsequences } from './consequences.ts';
import type { Repair } from './repairs.ts';

const check = (task: number, more: Partial<Failing> = {}): Failing => ({
  task,
  place: 0,
  guard: false,
  failed: true,
  ...more,
});
const part = (file: string, ...owners: number[]): Repair => ({ file, owners });

/** Tries everything on a submission in which a check passes once all the parts that it names are repaired. */
async function search(
  failing: Failing[],
  repairs: Repair[],
  passes: (check: Failing) => string[][],
  broken: string[] = [],
) {
  const tried: string[] = [];
  const { consequences, untold } = await findConsequences(failing, repairs, async (parts, asked) => {
    const files = parts.map(({ file }) => file);
    tried.push(`${files.join('+')}: ${asked.map(({ task }) => task).join(' ')}`);
    if (files.some((file) => broken.includes(file))) return { passed: new Set<Failing>(), loads: false };
    const isRight = (needed: string[]) => needed.every((file) => files.includes(file));
    return { passed: new Set(asked.filter((each) => passes(each).some(isRight))), loads: true };
  });
  const told = failing.map((each) => consequences.get(each)?.of.join('+') ?? 'charged');
  return { told: told.join(' '), tried, untold };
}

const FOUR = part('four.ts', 4);
const FIVE = part('five.ts', 5);

test('what passes by a repair of another task follows from that task, whose own checks stay charged', async () => {
  const found = await search([check(4), check(5), check(6)], [FOUR, FIVE], () => [['four.ts']]);
  expect(found).toEqual({ told: 'charged 4 4', tried: ['four.ts: 5 6'], untold: [] });
});

test('what nothing repairs is charged to its own task', async () => {
  const found = await search([check(4), check(5)], [FOUR, FIVE], () => []);
  expect(found.told).toBe('charged charged');
  expect(found.tried).toEqual(['four.ts: 5', 'five.ts: 4']);
});

test('a repair excuses no check of a task whose work is in it', async () => {
  const shared = part('shared.ts', 4, 5);
  const found = await search([check(4), check(5), check(6)], [shared], () => [['shared.ts']]);
  expect(found.told).toBe('charged charged 4+5');
});

test('a task none of whose checks is charged is no cause', async () => {
  // With the fifth task repaired the sixth passes, too; but the fifth follows from the fourth.
  const found = await search([check(4), check(5), check(6)], [FOUR, FIVE], ({ task }) =>
    task === 5 ? [['four.ts']] : [['five.ts']],
  );
  expect(found.told).toBe('charged 4 charged');
  expect(found.tried).toEqual(['four.ts: 5 6']);
});

test('a cause stays charged, whatever would repair it later', async () => {
  const found = await search([check(4), check(5), check(6)], [FOUR, FIVE], ({ task }) =>
    task === 6 ? [['four.ts']] : task === 4 ? [['five.ts']] : [],
  );
  expect(found.told).toBe('charged charged 4');
});

test('two repairs are tried together where one is not enough, and not more than two', async () => {
  const six = part('six.ts', 6);
  const both = [['four.ts', 'five.ts']];
  const found = await search([check(4), check(5), check(7)], [FOUR, FIVE], ({ task }) => (task === 7 ? both : []));
  expect(found.told).toBe('charged charged 4+5');
  const three = [['four.ts', 'five.ts', 'six.ts']];
  const failing = [check(4), check(5), check(6), check(7)];
  expect((await search(failing, [FOUR, FIVE, six], ({ task }) => (task === 7 ? three : []))).told).toBe(
    'charged charged charged charged',
  );
});

test('a task that broke only what worked before is suspected last, and one that is only blocked is not suspected', async () => {
  const failing = [check(4, { guard: true }), check(5), check(6, { failed: false })];
  const found = await search(failing, [FOUR, FIVE, part('six.ts', 6)], () => []);
  expect(found.tried).toEqual(['five.ts: 4 6', 'four.ts: 5 6', 'five.ts+four.ts: 6']);
});

test('of a shared file, the first task that failed says when it is tried', async () => {
  const table = part('table.ts', 1, 9, 10);
  const found = await search([check(4), check(5), check(9)], [table, FOUR], () => []);
  expect(found.tried[0]).toBe('four.ts: 5 9');
});

test('it is told where a repaired form does not load, and something is left that it could have explained', async () => {
  const found = await search([check(4), check(5), check(6)], [FOUR], () => [['four.ts']], ['four.ts']);
  expect(found).toMatchObject({ told: 'charged charged charged', untold: ['`four.ts`'] });
  const other = await search([check(4), check(5)], [FOUR, FIVE], () => [['five.ts']], ['four.ts']);
  expect(other).toMatchObject({ told: '5 charged', untold: [] });
});

test('there are never more than eight trials', async () => {
  const numbers = Array.from({ length: 11 }, (_, number) => number);
  const repairs = numbers.map((number) => part(`${number}.ts`, number));
  const found = await search(
    numbers.map((number) => check(number)),
    repairs,
    () => [],
  );
  expect(found.tried).toHaveLength(8);
});

test('of a server that does not load, the file with the error is repaired, and then the next one', async () => {
  const failing = [check(4), check(5, { failed: false }), check(6, { failed: false })];
  const tried: string[][] = [];
  const { consequences } = await findLoadConsequences(
    failing,
    { repairs: [FOUR, FIVE], file: 'five.ts' },
    async (parts, asked) => {
      tried.push(parts.map(({ file }) => file));
      return parts.length === 2
        ? { passed: new Set(asked), loads: true }
        : { passed: new Set(), loads: false, file: 'four.ts' };
    },
  );
  expect(tried).toEqual([['five.ts'], ['five.ts', 'four.ts']]);
  expect([...consequences.keys()]).toEqual([failing[2]]);
});

test.each(['helper.ts', undefined])('an error in a file that is no task (%s) excuses nothing', async (file) => {
  const { consequences } = await findLoadConsequences([check(4), check(5)], { repairs: [FOUR], file }, async () => {
    throw new Error('nothing is tried');
  });
  expect(consequences.size).toBe(0);
});
