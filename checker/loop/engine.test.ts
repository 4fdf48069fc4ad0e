import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Report } from '../grading/report.ts';
import type { TypeAdvice } from '../grading/type_advice.ts';
import type { Task } from '../tasks.ts';
import { Engine, type LoopState } from './engine.ts';

const tasks = [0, 1, 2].map((number) => ({ number, title: `Task ${number}` })) as Task[];

/** A report in which the named checks failed. */
function report(number: number, failed: string[]): Report {
  const checks = [`${number}.1`, `${number}.2`].map((id) => ({
    id,
    title: id,
    outcome: failed.includes(id) ? 'failed' : 'passed',
  }));
  return { tasks: [{ number, checks }] } as unknown as Report;
}

/** An engine whose checks fail as `failing` says, and that records what it did. */
function loop({ present = 0, passed = [] as number[] }) {
  const progress = { present, passed: [...passed] };
  const runs: number[] = [];
  const failing = new Set<string>();
  const states: LoopState[] = [];
  const types = { started: 0, ended: 0, gives: Promise.resolve<TypeAdvice[]>([]) };
  const gate = { wait: (_task: number): Promise<void> => Promise.resolve() };
  const engine = new Engine({
    tasks,
    progress: {
      read: () => ({ present: progress.present, passed: [...progress.passed] }),
      mark: (task) => (progress.passed = [...new Set([...progress.passed, task])]),
      unmark: (task) => (progress.passed = progress.passed.filter((number) => number !== task)),
    },
    check: async ([task]) => {
      const { number } = task as Task;
      runs.push(number);
      await gate.wait(number);
      return report(number, [...failing]);
    },
    types: () => {
      types.started += 1;
      const { gives } = types;
      const end = () => {
        types.ended += 1;
      };
      return { within: () => gives, end };
    },
    changed: (state) => states.push(state),
  });
  const idle = () => expect.poll(() => engine.state.checking, { interval: 5 }).toBe(undefined);
  return { engine, runs, failing, states, progress, gate, types, idle };
}

test('the present task comes first, then the earlier ones in their order', async () => {
  const { engine, runs, idle } = loop({ present: 2, passed: [0, 1] });
  engine.run();
  await idle();
  expect(runs).toEqual([2, 0, 1]);
  expect(engine.state.passed).toEqual([0, 1, 2]);
});

test('several saves at once are one run', async () => {
  const { engine, runs, idle } = loop({});
  for (let count = 0; count < 5; count += 1) engine.saved();
  await expect.poll(() => runs.length, { interval: 5 }).toBe(1);
  await idle();
  expect(runs).toEqual([0]);
});

test('saves during a run queue exactly one more', async () => {
  const { engine, runs, gate, idle } = loop({});
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.wait = () => promise;
  engine.run();
  for (let count = 0; count < 3; count += 1) {
    engine.saved();
    await sleep(80);
  }
  resolve();
  await expect.poll(() => runs.length, { interval: 5 }).toBe(2);
  await idle();
  await sleep(300);
  expect(runs).toEqual([0, 0]);
});

test('a save does not wait for all the earlier tasks', async () => {
  const { engine, runs, gate, idle } = loop({ present: 2, passed: [0, 1] });
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.wait = (task) => (task === 0 ? promise : Promise.resolve());
  engine.run();
  await expect.poll(() => runs, { interval: 1 }).toEqual([2, 0]);
  engine.run();
  resolve();
  await idle();
  expect(runs).toEqual([2, 0, 2, 0, 1]);
});

test('a regression un-marks its task and says which check', async () => {
  const { engine, failing, idle } = loop({ present: 2, passed: [0, 1] });
  failing.add('1.2');
  engine.run();
  await idle();
  expect(engine.state.regressions).toEqual([{ task: 1, check: '1.2', title: '1.2' }]);
  expect(engine.state.passed).toEqual([0, 2]);
  failing.clear();
  engine.run();
  await idle();
  expect(engine.state.regressions).toEqual([]);
  expect(engine.state.passed).toEqual([0, 2, 1]);
});

test('what comes of a task that the learner left is not shown', async () => {
  const { engine, progress, gate, states, idle } = loop({ present: 0 });
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.wait = () => promise;
  engine.run();
  progress.present = 1;
  engine.moved();
  resolve();
  await idle();
  expect(states.filter(({ present, report }) => present === 1 && report?.tasks[0]?.number === 0)).toEqual([]);
  expect(engine.state.report?.tasks[0]?.number).toBe(1);
});

test('a fault of the checker is told, and the loop goes on', async () => {
  const { engine, gate, idle } = loop({});
  gate.wait = () => Promise.reject(new Error('It broke.'));
  engine.run();
  await idle();
  expect(engine.state.fault).toBe('It broke.');
  gate.wait = () => Promise.resolve();
  engine.run();
  await idle();
  expect(engine.state).toMatchObject({ fault: undefined, passed: [0] });
});

test('where all tasks are done, all are checked', async () => {
  const { engine, runs, idle } = loop({ present: 3, passed: [0, 1, 2] });
  engine.run();
  await idle();
  expect(runs).toEqual([0, 1, 2]);
});

test('twenty saves in a second are one run, and then exactly one more', async () => {
  const { engine, runs, gate, idle } = loop({});
  gate.wait = () => sleep(300);
  for (let count = 0; count < 20; count += 1) {
    engine.saved();
    await sleep(50);
  }
  await expect.poll(() => runs.length, { interval: 5 }).toBe(2);
  await idle();
  expect(runs).toEqual([0, 0]);
});

test('saves that never end are checked all the same', async () => {
  const { engine, runs } = loop({});
  const until = performance.now() + 5000;
  while (runs.length < 3 && performance.now() < until) {
    engine.saved();
    await sleep(20);
  }
  expect(runs.length).toBe(3);
});

test('the present task, passed before and broken now, is not passed', async () => {
  const { engine, failing, idle } = loop({ present: 1, passed: [0, 1] });
  failing.add('1.1');
  engine.run();
  await idle();
  expect(engine.state.passed).toEqual([0]);
});

test('after the end, what comes of a run is neither stored nor shown', async () => {
  const { engine, failing, gate, progress, states } = loop({ present: 1, passed: [0, 1] });
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.wait = () => promise;
  failing.add('1.1');
  engine.run();
  engine.end();
  const shown = states.length;
  resolve();
  await sleep(20);
  engine.saved();
  await sleep(100);
  expect(progress.passed).toEqual([0, 1]);
  expect(states.length).toBe(shown);
});

test('a mark that cannot be stored is told, and the loop goes on', async () => {
  const { engine, progress, idle, runs } = loop({});
  Object.defineProperty(progress, 'passed', {
    get: () => [],
    set: () => {
      throw new Error('The disk is full.');
    },
    configurable: true,
  });
  engine.run();
  await idle();
  expect(engine.state.fault).toBe('The disk is full.');
  engine.run();
  await idle();
  expect(runs).toEqual([0, 0]);
});

test('what TypeScript says comes after the verdict, and never of an older save', async () => {
  const { engine, types, idle } = loop({});
  const advice = [{ file: 'a.ts', line: 1, message: 'old' }];
  const late = Promise.withResolvers<TypeAdvice[]>();
  types.gives = late.promise;
  engine.run();
  await idle();
  expect(engine.state).toMatchObject({ report: {}, advice: [] });
  types.gives = Promise.resolve([{ file: 'a.ts', line: 1, message: 'new' }]);
  engine.run();
  await expect.poll(() => engine.state.advice, { interval: 5 }).toHaveLength(1);
  late.resolve(advice);
  await sleep(10);
  expect(engine.state.advice).toEqual([{ file: 'a.ts', line: 1, message: 'new' }]);
  expect(types).toMatchObject({ started: 2, ended: 1 });
  engine.end();
  expect(types.ended).toBe(2);
});

test('a move in another terminal is followed at the next save', async () => {
  const { engine, progress, runs, states, idle } = loop({ present: 2, passed: [0, 1] });
  engine.run();
  await idle();
  progress.present = 1;
  runs.length = 0;
  engine.run();
  await idle();
  expect(runs).toEqual([1, 0]);
  expect(engine.state).toMatchObject({ present: 1, report: { tasks: [{ number: 1 }] } });
  expect(states.filter(({ present, report }) => present === 1 && report?.tasks[0]?.number === 2)).toEqual([]);
});
