import { expect, test } from 'vitest';
import type { Failure } from '../harness/verdict.ts';
import type { Task } from '../tasks.ts';
import { buildReport } from './build_report.ts';
import type { CollectedTest } from './collect.ts';

const head = { kata: '1', submission: 'x', contentHash: 'h', seed: 1, runtime: 'node', sandbox: 'none' } as const;

const passed = (title: string, more: Partial<CollectedTest> = {}): CollectedTest => ({
  title,
  points: 1,
  guard: false,
  result: { passed: true },
  ...more,
});
const failed = (title: string, failure: Partial<Failure> = {}, more: Partial<CollectedTest> = {}): CollectedTest => ({
  ...passed(title),
  result: { passed: false, failure: { outcome: 'failed', cause: 'assertion', reason: 'no', ...failure } },
  ...more,
});

/** The report of one task with these tests. */
function reportOf(...tests: CollectedTest[]) {
  const task = { number: 7, title: 'Login' } as Task;
  return buildReport(head, [{ task, file: { path: '', tests, errors: [] } }], []);
}

test('points are earned by what passed', () => {
  expect(reportOf(passed('[7.1] a', { points: 2 }), failed('[7.2] b'))).toMatchObject({ score: 2, maxScore: 3 });
});

test('checks are named by their first requirement, with letters from the second on', () => {
  const { checks } = reportOf(passed('[7.1] a'), passed('[7.1, 7.2] b'), passed('[7.2] c')).tasks[0] ?? { checks: [] };
  expect(checks.map(({ id }) => id)).toEqual(['7.1', '7.1b', '7.2']);
});

test('a guard that fails takes the points of its task', () => {
  const guard = failed('[7.9] g', {}, { guard: true, points: 0 });
  expect(reportOf(passed('[7.1] a'), guard)).toMatchObject({ score: 0, maxScore: 1 });
});

test('a check is blocked by a requirement that failed', () => {
  const blocked = failed('[7.9] b', { outcome: 'blocked', prerequisite: '7.6' });
  const [, check] = reportOf(failed('[7.6] login'), blocked).tasks[0]?.checks ?? [];
  expect(check).toMatchObject({ outcome: 'blocked', cause: 'prerequisite', reason: expect.stringContaining('[7.6]') });
});

test('a requirement that passed everywhere else blocks nothing: the check itself failed', () => {
  const blocked = failed('[7.9] b', { outcome: 'blocked', prerequisite: '7.6' });
  expect(reportOf(passed('[7.6] login'), blocked).tasks[0]?.checks[1]).toMatchObject({
    outcome: 'failed',
    cause: 'assertion',
  });
});

test('a check without a verdict is an error, never a pass', () => {
  const { result: _result, ...unfinished } = passed('[7.1] a');
  expect(reportOf(unfinished)).toMatchObject({ score: 0, tasks: [{ checks: [{ outcome: 'error' }] }] });
});

test('a check that stumbled over a forged answer failed', () => {
  const evidence = { exchanges: [], log: '', users: [], environment: {}, brokeProtocol: true };
  const forged = passed('[7.1] a', { result: { passed: false, fault: 'TypeError: x' }, evidence });
  expect(reportOf(forged).tasks[0]?.checks[0]).toMatchObject({ outcome: 'failed', cause: 'protocol error' });
});

test('a fault of ours is an error, and shows no stack', () => {
  const fault = passed('[7.1] a', { result: { passed: false, fault: 'TypeError: x\n    at checks.test.ts:1' } });
  const [check] = reportOf(fault).tasks[0]?.checks ?? [];
  expect(check).toMatchObject({ outcome: 'error', reason: 'The checker could not find out: TypeError: x' });
});
