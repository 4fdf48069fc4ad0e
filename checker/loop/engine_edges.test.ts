import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fakeLoop } from './fake_loop.ts';

test('what comes of a task that the learner left is not shown', async () => {
  const { engine, progress, gate, states, idle } = fakeLoop({ present: 0 });
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
  const { engine, gate, idle } = fakeLoop({});
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
  const { engine, runs, idle } = fakeLoop({ present: 3, passed: [0, 1, 2] });
  engine.run();
  await idle();
  expect(runs).toEqual([0, 1, 2]);
});

test('saves that never end are checked all the same', async () => {
  const { engine, runs } = fakeLoop({});
  const until = performance.now() + 5000;
  while (runs.length < 3 && performance.now() < until) {
    engine.saved();
    await sleep(20);
  }
  expect(runs.length).toBe(3);
});

test('the present task, passed before and broken now, is not passed', async () => {
  const { engine, failing, idle } = fakeLoop({ present: 1, passed: [0, 1] });
  failing.add('1.1');
  engine.run();
  await idle();
  expect(engine.state.passed).toEqual([0]);
});

test('after the end, what comes of a run is neither stored nor shown', async () => {
  const { engine, failing, gate, progress, states } = fakeLoop({ present: 1, passed: [0, 1] });
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
  const { engine, progress, idle, runs } = fakeLoop({});
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

test('a move in another terminal is followed at the next save', async () => {
  const { engine, progress, runs, states, idle } = fakeLoop({ present: 2, passed: [0, 1] });
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
