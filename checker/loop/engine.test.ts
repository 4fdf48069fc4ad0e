import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { TypeAdvice } from '../grading/type_advice.ts';
import { fakeLoop } from './fake_loop.ts';

test('the present task comes first, then the earlier ones in their order', async () => {
  const { engine, runs, idle } = fakeLoop({ present: 2, passed: [0, 1] });
  engine.run();
  await idle();
  expect(runs).toEqual([2, 0, 1]);
  expect(engine.state.passed).toEqual([0, 1, 2]);
});

test('several saves at once are one run', async () => {
  const { engine, runs, idle } = fakeLoop({});
  for (let count = 0; count < 5; count += 1) engine.saved();
  await expect.poll(() => runs.length, { interval: 5 }).toBe(1);
  await idle();
  expect(runs).toEqual([0]);
});

test('saves during a run queue exactly one more', async () => {
  const { engine, runs, gate, idle } = fakeLoop({});
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
  const { engine, runs, gate, idle } = fakeLoop({ present: 2, passed: [0, 1] });
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
  const { engine, failing, idle } = fakeLoop({ present: 2, passed: [0, 1] });
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

test('twenty saves in a second are one run, and then exactly one more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const { engine, runs, gate } = fakeLoop({});
    gate.wait = () => new Promise((resolve) => setTimeout(resolve, 300));
    for (let count = 0; count < 20; count += 1) {
      engine.saved();
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs).toEqual([0, 0]);
  } finally {
    vi.useRealTimers();
  }
});

test('what TypeScript says comes after the verdict, and never of an older save', async () => {
  const { engine, types, idle } = fakeLoop({});
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
