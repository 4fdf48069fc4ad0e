import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Failure, Step } from '../harness/verdict.ts';
import { PROJECT } from '../project.ts';
import type { Requirement, Task } from '../tasks.ts';
import { buildReport } from './build_report.ts';
import type { CollectedTest } from './collect.ts';

const head = { kata: '1', submission: 'x', contentHash: 'h', seed: 1, runtime: 'node', sandbox: 'none' } as const;

const passed = (title: string, more: Partial<CollectedTest> = {}): CollectedTest => ({
  title,
  weight: 1,
  guard: false,
  walk: false,
  result: { passed: true },
  ...more,
});
const failed = (title: string, failure: Partial<Failure> = {}, more: Partial<CollectedTest> = {}): CollectedTest => ({
  ...passed(title),
  result: { passed: false, failure: { outcome: 'failed', cause: 'assertion', reason: 'no', ...failure } },
  ...more,
});

const requirements = new Map(
  ['2.3', '7.1', '7.6', '7.9'].map((id): [string, Requirement] => [id, { id, text: `text ${id}`, place: 'spec.md:1' }]),
);
const sources = new Map([['api/a.ts', Buffer.from('one\ntwo')]]);

/** The report of one task with these tests. */
function reportOf(...tests: CollectedTest[]) {
  const task = {
    number: 7,
    points: tests.reduce((sum, { weight }) => sum + weight, 0),
    title: 'Login',
    spec: join(PROJECT.root, 'spec.md'),
    environment: {},
    hints: ['think'],
  } as unknown as Task;
  return buildReport(head, [{ task, file: { path: '', tests, errors: [] } }], [], { requirements, sources });
}

test('points are earned by what passed', () => {
  expect(reportOf(passed('[7.1] a', { weight: 2 }), failed('[7.2] b'))).toMatchObject({ score: 2, maxScore: 3 });
});

test('checks are named by their first requirement, with letters from the second on', () => {
  const { checks } = reportOf(passed('[7.1] a'), passed('[7.1, 7.2] b'), passed('[7.2] c')).tasks[0] ?? { checks: [] };
  expect(checks.map(({ id }) => id)).toEqual(['7.1', '7.1b', '7.2']);
});

const guard = (more: Partial<CollectedTest> = {}) => failed('[7.9] g', {}, { guard: true, weight: 0, ...more });

test('a guard that fails costs as much as an average check of its task', () => {
  expect(reportOf(passed('[7.1] a', { weight: 3 }), passed('[7.2] b'), guard())).toMatchObject({
    score: 2,
    maxScore: 4,
  });
});

test('two guards that fail cost twice as much, and a guard that is blocked costs the same', () => {
  const blocked = {
    result: { passed: false, failure: { outcome: 'blocked', cause: 'prerequisite', reason: 'x' } },
  } as const;
  expect(reportOf(passed('[7.1] a'), passed('[7.2] b'), passed('[7.3] c'), guard(), guard(blocked))).toMatchObject({
    score: 1,
    maxScore: 3,
  });
});

test('a task never has less than no points', () => {
  expect(reportOf(passed('[7.1] a'), failed('[7.2] b'), guard(), guard())).toMatchObject({ score: 0, maxScore: 2 });
});

test('what an average check costs is rounded to hundredths', () => {
  expect(
    reportOf(passed('[7.1] a', { weight: 2 }), passed('[7.2] b', { weight: 2 }), passed('[7.3] c'), guard()),
  ).toMatchObject({
    score: 3.33,
  });
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
  const evidence = { steps: [], log: '', users: [], environment: {}, brokeProtocol: 'channel' as const };
  const forged = passed('[7.1] a', { result: { passed: false, fault: 'TypeError: x' }, evidence });
  expect(reportOf(forged).tasks[0]?.checks[0]).toMatchObject({ outcome: 'failed', cause: 'protocol error' });
});

test('a fault of ours is an error, and shows no stack', () => {
  const fault = passed('[7.1] a', { result: { passed: false, fault: 'TypeError: x\n    at checks.test.ts:1' } });
  const [check] = reportOf(fault).tasks[0]?.checks ?? [];
  expect(check).toMatchObject({ outcome: 'error', reason: 'The checker could not find out: TypeError: x' });
});

test('a task quotes the requirements that its checks prove, and those that they wait for', () => {
  const blocked = failed('[7.9] b', { outcome: 'blocked', prerequisite: '2.3' });
  const { tasks } = reportOf(passed('[7.1] a'), blocked);
  expect(tasks[0]?.requirements.map(({ id }) => id)).toEqual(['2.3', '7.1', '7.9']);
  expect(tasks[0]?.checks[1]).toMatchObject({ outcome: 'blocked', prerequisite: '2.3' });
});

test('the next step is what the judgement says, else the check, else the first hint of the task', () => {
  const { checks } = reportOf(
    failed('[7.1] a', { help: 'mine' }, { help: 'of the check' }),
    failed('[7.1] b', {}, { help: 'of the check' }),
    failed('[7.1] c'),
  ).tasks[0] ?? { checks: [] };
  expect(checks.map(({ help }) => help)).toEqual(['mine', 'of the check', 'think']);
});

test.each(['did not load', 'crashed', 'timeout', 'memory', 'output limit', 'protocol error'] as const)(
  'the cause "%s" has a next step of its own',
  (cause) => {
    const [check] = reportOf(failed('[7.1] a', { cause }, { help: 'of the check' })).tasks[0]?.checks ?? [];
    expect(check?.help).toMatch(/^[A-Z].{30,}\.$/);
    expect(check?.help).not.toContain('of the check');
  },
);

test('an error that the log tells of is shown with the lines of the learner', () => {
  const loggedError = { message: 'TypeError: x', file: 'api/a.ts', line: 2 };
  const evidence = { steps: [], log: 'x', users: [], environment: {}, loggedError };
  const [check] = reportOf(failed('[7.1] a', {}, { evidence })).tasks[0]?.checks ?? [];
  expect(check?.error).toEqual({
    ...loggedError,
    source: [
      { line: 1, text: 'one' },
      { line: 2, text: 'two' },
    ],
  });
});

test('the timeline tells every step, on a clock that begins with the first', () => {
  const exchange = {
    at: 5000,
    method: 'GET',
    path: '/x',
    requestHeaders: { cookie: 'sid=secret-of-the-learner' },
    status: 200,
    responseHeaders: { 'set-cookie': ['sid=secret-of-the-learner; Path=/'] },
  };
  const steps: Step[] = [
    {
      what: 'call',
      at: 5000,
      action: 'calls createSession',
      modules: ['a.ts'],
      args: '[]',
      gave: 'secret-of-the-learner',
    },
    { what: 'request', at: 5000, exchange },
    { what: 'clock', at: 65_001, by: 60_001 },
    { what: 'restart', at: 65_001, wrong: true },
  ];
  const evidence = { steps, log: '', users: [], environment: {} };
  const [check] = reportOf(failed('[7.1] a', {}, { evidence })).tasks[0]?.checks ?? [];
  expect(check?.timeline).toEqual([
    { what: 'call', at: 0, action: 'calls createSession', modules: ['a.ts'], gave: '<id 1>' },
    { what: 'request', at: 0, line: 'GET /x', cookie: 'sid=<id 1>', status: 200, setCookie: ['sid=<id 1>; Path=/'] },
    { what: 'clock', at: 60_001, by: 60_001 },
    { what: 'restart', at: 60_001, wrong: true },
  ]);
  expect(check?.exchanges).toMatchObject([{ at: 0, status: 200 }]);
});
