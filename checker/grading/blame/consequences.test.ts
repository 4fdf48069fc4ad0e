import { expect, test } from 'vitest';
import { type Failing, findConsequences, findLoadConsequences } from './consequences.ts';
import type { Repair } from './repairs.ts';

const check = (task: number, more: Partial<Failing> = {}): Failing => ({
  task,
  place: 0,
  guard: false,
  failed: true,
  open: false,
  ...more,
});
const part = (file: string, ...owners: number[]): Repair => ({ file, owners });

/** What makes a check pass: all the parts of one of these lists. Without an answer, any part of its own task does. */
type Passes = (check: Failing) => string[][] | undefined;

/** Tries everything on a submission of which these checks failed. `tried`: what is repaired, and what that could explain. */
async function search(failing: Failing[], repairs: Repair[], passes: Passes, broken: string[] = []) {
  const tried: string[] = [];
  const { consequences, untold, settled } = await findConsequences(failing, repairs, async (parts, asked) => {
    const files = parts.map(({ file }) => file);
    const isOwn = ({ task }: Failing) => parts.some(({ owners }) => owners.includes(task));
    const others = asked.filter((each) => !isOwn(each)).map(({ task }) => task);
    if (parts.length > 0) tried.push(`${files.join('+')}: ${others.join(' ')}`);
    if (files.some((file) => broken.includes(file))) return { passed: new Set<Failing>(), loads: false };
    const isRight = (needed: string[]) => needed.every((file) => files.includes(file));
    return { passed: new Set(asked.filter((each) => passes(each)?.some(isRight) ?? isOwn(each))), loads: true };
  });
  const told = failing.map((each) => consequences.get(each)?.of.join('+') ?? 'charged');
  return { told: told.join(' '), tried, untold, settled };
}

const FOUR = part('four.ts', 4);
const FIVE = part('five.ts', 5);

test('what passes by a repair of another task follows from that task, whose own checks stay charged', async () => {
  const found = await search([check(4), check(5), check(6)], [FOUR, FIVE], () => [['four.ts']]);
  expect(found).toEqual({ told: 'charged 4 4', tried: ['four.ts: 5 6'], untold: [], settled: true });
});

test('what nothing repairs is charged to its own task', async () => {
  const found = await search([check(4), check(5)], [FOUR, FIVE], () => undefined);
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
    task === 6 ? [['five.ts']] : [['four.ts']],
  );
  expect(found.told).toBe('charged 4 charged');
  expect(found.tried).toEqual(['four.ts: 5 6']);
});

test('a cause stays charged, whatever would repair it later', async () => {
  const found = await search([check(4), check(5), check(6)], [FOUR, FIVE], ({ task }) =>
    task === 6 ? [['four.ts']] : task === 4 ? [['four.ts'], ['five.ts']] : undefined,
  );
  expect(found.told).toBe('charged charged 4');
});

test('two repairs are tried together where one is not enough, and not more than two', async () => {
  const six = part('six.ts', 6);
  const both = [['four.ts', 'five.ts']];
  const found = await search([check(4), check(5), check(7)], [FOUR, FIVE], ({ task }) =>
    task === 7 ? both : undefined,
  );
  expect(found.told).toBe('charged charged 4+5');
  const three = [['four.ts', 'five.ts', 'six.ts']];
  const failing = [check(4), check(5), check(6), check(7)];
  expect((await search(failing, [FOUR, FIVE, six], ({ task }) => (task === 7 ? three : undefined))).told).toBe(
    'charged charged charged charged',
  );
});

test('a task that broke only what worked before is suspected last, and one that is only blocked is not suspected', async () => {
  const failing = [check(4, { guard: true }), check(5), check(6, { failed: false })];
  const found = await search(failing, [FOUR, FIVE, part('six.ts', 6)], () => undefined);
  expect(found.tried).toEqual(['five.ts: 4 6', 'four.ts: 5 6', 'five.ts+four.ts: 6']);
});

test('of a shared file, the first task that failed says when it is tried', async () => {
  const table = part('table.ts', 1, 9, 10);
  const found = await search([check(4), check(5), check(9)], [table, FOUR], () => undefined);
  expect(found.tried[0]).toBe('four.ts: 5 9');
});

test('it is told where a repaired form does not load, and something is left that it could have explained', async () => {
  const found = await search([check(4), check(5), check(6)], [FOUR], () => [['four.ts']], ['four.ts']);
  expect(found).toMatchObject({
    told: 'charged charged charged',
    untold: ['with a right version of `four.ts` your server does not load'],
  });
  const other = await search([check(4), check(5)], [FOUR, FIVE], () => [['five.ts']], ['four.ts']);
  expect(other).toMatchObject({ told: '5 charged', untold: [] });
});

test('a task is a cause only if the repair mends something of it, too', async () => {
  const shared = part('shared.ts', 4, 5);
  const passes: Passes = ({ task }) => (task === 5 ? [] : [['shared.ts']]);
  expect((await search([check(4), check(5), check(6)], [shared], passes)).told).toBe('charged charged 4');
  const found = await search([check(5), check(6)], [shared], ({ task }) => (task === 5 ? [] : [['shared.ts']]));
  expect(found).toMatchObject({ told: 'charged charged', settled: false });
});

test('what passes without any repair is excused by none', async () => {
  const found = await search([check(4), check(5), check(6)], [FOUR], ({ task }) => (task === 5 ? [[]] : [['four.ts']]));
  expect(found.told).toBe('charged charged 4');
  expect((await search([check(4), check(6)], [FOUR], ({ task }) => (task === 4 ? [[]] : [['four.ts']]))).told).toBe(
    'charged charged',
  );
});

test('a hole is excused only by a cause that has one', async () => {
  const passes: Passes = () => [['four.ts']];
  expect((await search([check(4), check(5, { open: true }), check(6)], [FOUR], passes)).told).toBe('charged charged 4');
  expect((await search([check(4, { open: true }), check(5, { open: true })], [FOUR], passes)).told).toBe('charged 4');
});

test('once the time is over, nothing is excused, and that is told', async () => {
  let trials = 0;
  const found = await findConsequences([check(4), check(5), check(6)], [FOUR, FIVE], async (parts, asked) => {
    trials += 1;
    return { passed: new Set(parts.length > 0 ? asked : []), loads: true, over: trials === 2 };
  });
  expect(found).toEqual({ consequences: new Map(), settled: false, untold: [expect.stringMatching(/took too long/)] });
  expect(trials).toBe(2);
});

test('there are never more than eight trials', async () => {
  const numbers = Array.from({ length: 11 }, (_, number) => number);
  const repairs = numbers.map((number) => part(`${number}.ts`, number));
  const found = await search(
    numbers.map((number) => check(number)),
    repairs,
    () => undefined,
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
