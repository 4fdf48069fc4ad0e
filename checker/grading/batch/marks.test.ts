import { expect, test } from 'vitest';
import type { Result } from '../graded.ts';
import { markOf, policySentences } from './marks.ts';
import { NO_POLICY, type Policy } from './policy.ts';

const tasks = [
  { number: 0, title: 'Zero', maxScore: 10 },
  { number: 1, title: 'One', maxScore: 30 },
];

/** A result with these points, handed in on the 2nd of a month at noon. */
function result(...scores: number[]): Result {
  return {
    name: 'ann',
    submitted: '2026-11-02T12:00:00.000Z',
    status: 'graded',
    report: { tasks: scores.map((score, number) => taskOf(number, score)) },
  } as unknown as Result;
}

function taskOf(number: number, score: number, more: object = {}) {
  const maxScore = tasks[number]?.maxScore ?? 0;
  const passed = { outcome: 'passed', guard: false, points: score };
  return { number, maxScore, checks: [passed, { outcome: 'failed', guard: false, points: maxScore - score, ...more }] };
}

const late = (deadline: string, more: Partial<NonNullable<Policy['late']>> = {}): Policy => ({
  ...NO_POLICY,
  late: {
    perDay: 0.1,
    atMost: 0.5,
    graceMinutes: 0,
    file: 'deadlines.csv',
    deadlines: new Map([['*', { deadline: Date.parse(deadline), line: 2 }]]),
    ...more,
  },
});

test('without a policy the mark is the sum of the points', () => {
  expect(markOf(result(10, 15), tasks, NO_POLICY)).toMatchObject({ score: 25, maxScore: 40 });
});

test('weights, tasks that do not count, and a scale', () => {
  expect(markOf(result(10, 15), tasks, { ...NO_POLICY, weights: { 0: 3 } })).toMatchObject({ score: 45, maxScore: 60 });
  expect(markOf(result(10, 15), tasks, { ...NO_POLICY, tasks: [1] })).toMatchObject({ score: 15, maxScore: 30 });
  expect(markOf(result(10, 15), tasks, { ...NO_POLICY, weights: { 0: 0 } })).toMatchObject({ score: 15, maxScore: 30 });
  expect(markOf(result(10, 15), tasks, { ...NO_POLICY, outOf: 100 })).toMatchObject({ score: 62.5, maxScore: 100 });
});

test('a task that does not count is shown with its plain points', () => {
  const [zero] = markOf(result(7, 15), tasks, { ...NO_POLICY, weights: { 0: 0 } }).tasks;
  expect(zero).toEqual({ number: 0, title: 'Zero', score: 7, maxScore: 10, counts: false });
});

test.each([
  ['2026-11-02T12:00:00Z', 40, undefined],
  ['2026-11-02T11:59:59Z', 36, 0],
  ['2026-11-01T12:00:00Z', 36, 24],
  ['2026-11-01T11:00:00Z', 32, 25],
  ['2026-09-01T12:00:00Z', 20, 62 * 24],
])('handed in with the deadline %s: %d points', (deadline, score, hours) => {
  const mark = markOf(result(10, 30), tasks, late(deadline));
  expect(mark.score).toBe(score);
  expect(mark.late?.hours).toBe(hours);
});

test('minutes of grace, and a time that the deadlines know better', () => {
  expect(markOf(result(10, 30), tasks, late('2026-11-02T11:50:00Z', { graceMinutes: 15 })).late).toBe(undefined);
  const own = new Map([
    ['ann', { deadline: Date.parse('2026-11-01T00:00:00Z'), submitted: Date.parse('2026-10-31T00:00:00Z'), line: 2 }],
  ]);
  expect(markOf(result(10, 30), tasks, late('2020-01-01T00:00:00Z', { deadlines: own })).score).toBe(40);
});

test('a submission without a report earns nothing out of the same points', () => {
  const { report: _, ...refused } = result(1, 1);
  expect(markOf({ ...refused, status: 'refused' }, tasks, NO_POLICY)).toMatchObject({ score: 0, maxScore: 40 });
  expect(markOf({ ...refused, status: 'refused' }, tasks, late('2026-09-01T12:00:00Z')).late).toBe(undefined);
});

test('a class where no task counts is out of nothing, and no division fails', () => {
  expect(markOf(result(10, 15), tasks, { ...NO_POLICY, tasks: [] })).toMatchObject({ score: 0, maxScore: 0 });
});

test('a policy is told in sentences', () => {
  expect(policySentences(NO_POLICY, tasks)).toEqual([]);
  expect(policySentences({ ...late('2026-11-01T00:00:00Z'), weights: { 1: 2 }, tasks: [1], outOf: 20 }, tasks)).toEqual(
    [
      'These tasks do not count: 0.',
      'Task 1 counts 2 times.',
      'The mark is out of 20.',
      'Each day that has begun after the deadline takes 10 %, at most 50 %.',
    ],
  );
});

/** Half of task 0 fails, and half of task 1 because of it. */
function withConsequence(): Result {
  const excused = taskOf(1, 15, { consequence: { of: [0], parts: ['`a.ts`'] } });
  return { ...result(), report: { tasks: [taskOf(0, 5), excused] } } as unknown as Result;
}

test('what follows from another task costs nothing, unless the policy says so, or that task does not count', () => {
  const mark = (policy: Partial<Policy>) => markOf(withConsequence(), tasks, { ...NO_POLICY, ...policy });
  expect(mark({})).toMatchObject({ score: 35, maxScore: 40 });
  expect(mark({ blame: false })).toMatchObject({ score: 20, maxScore: 40 });
  expect(mark({ tasks: [1] })).toMatchObject({ score: 15, maxScore: 30 });
  expect(mark({ weights: { 0: 0 } })).toMatchObject({ score: 15, maxScore: 30 });
  expect(policySentences({ ...NO_POLICY, blame: false }, tasks)).toEqual([
    'Each check that fails costs its points, whatever it follows from.',
  ]);
});

test('a mark is never rounded up to full marks', () => {
  expect(markOf(result(10, 29.99), tasks, { ...NO_POLICY, outOf: 1 })).toMatchObject({ score: 0.99, maxScore: 1 });
  expect(markOf(result(10, 30), tasks, { ...NO_POLICY, outOf: 1 })).toMatchObject({ score: 1, maxScore: 1 });
});
