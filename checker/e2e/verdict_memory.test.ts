import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Judge } from '../grading/lanes.ts';
import { type Check, REPORT_SCHEMA, type Report } from '../grading/report.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { VerdictMemory } from './verdict_memory.ts';

const tasks = await loadTasks();

/** A report of these tasks, in each of which one check came to this. */
function reportOf(some: Task[], what: Partial<Check>): Report {
  const taskReports = some.map(({ number, title }) => ({
    number,
    title,
    spec: 'README.md',
    requirements: [],
    score: 1,
    maxScore: 2,
    checks: [
      {
        id: `${number}.1`,
        title: 'a check',
        requirements: [`${number}.1`],
        guard: false,
        points: 1,
        outcome: 'passed' as const,
        ...what,
      },
    ],
  }));
  return {
    schema: REPORT_SCHEMA,
    kata: '1.0.0',
    submission: 'somebody',
    contentHash: 'x',
    seed: 1,
    runtime: 'node',
    sandbox: 'basic',
    tasks: taskReports,
    score: some.length,
    maxScore: some.length * 2,
    diagnostics: [],
  };
}

/** A memory, and what was asked of the judge behind it. `failing`: a task that fails. `changing`: each key is a new one. */
async function memoryWith(what: Partial<Check>, { failing, changing }: { failing?: number; changing?: boolean } = {}) {
  const { path, remove } = await mkdtempDisposable(join(tmpdir(), 'verdicts-'));
  const asked: number[][] = [];
  const judge: Judge = {
    judge: async ({ tasks: some }) => {
      asked.push(some.map(({ number }) => number));
      const report = reportOf(some, what);
      for (const { number, checks } of report.tasks) if (number === failing && checks[0]) checks[0].outcome = 'failed';
      return report;
    },
  };
  let time = 0;
  const keys = {
    keysOf: async ({ tasks: some }: { tasks: Task[] }) => {
      if (changing) time += 1;
      return some.map(({ number }) => `key-${number}-${time}`);
    },
  };
  const memory = new VerdictMemory(keys, judge, path);
  const ask = (...numbers: number[]) =>
    memory.judge({ folder: '/class/ada', tasks: tasks.filter(({ number }) => numbers.includes(number)) });
  return { path, asked, ask, [Symbol.asyncDispose]: remove };
}

test('what was judged once is remembered, each task for itself', async () => {
  await using made = await memoryWith({});
  const first = await made.ask(1, 2);
  expect(first).toEqual({ ...reportOf(tasks.slice(1, 3), {}), submission: 'ada' });
  expect(await made.ask(1, 2)).toEqual(first);
  expect(await made.ask(0, 1, 2, 3)).toMatchObject({
    tasks: [{ number: 0 }, { number: 1 }, { number: 2 }, { number: 3 }],
    score: 4,
    maxScore: 8,
  });
  expect(made.asked).toEqual([
    [1, 2],
    [0, 3],
  ]);
});

test.each([
  { outcome: 'failed', cause: 'timeout' },
  { outcome: 'failed', cause: 'memory' },
  { outcome: 'failed', cause: 'did not load' },
  { outcome: 'blocked', cause: 'prerequisite' },
  { outcome: 'error' },
] as const)('a verdict that came of the machine as well is not remembered: $outcome $cause', async (what) => {
  await using made = await memoryWith(what);
  await made.ask(1);
  await made.ask(1);
  expect(made.asked).toEqual([[1], [1]]);
  expect(await readdir(made.path)).toEqual([]);
});

test('a failure is remembered among the tasks that it was judged with, and no others', async () => {
  await using made = await memoryWith({ outcome: 'failed', cause: 'assertion' });
  await made.ask(1, 2);
  await made.ask(1, 2);
  await made.ask(2);
  await made.ask(1, 2, 3);
  expect(made.asked).toEqual([[1, 2], [2], [1, 2, 3]]);
});

test('where a task that is not remembered fails alone, all that was asked for are judged together', async () => {
  await using made = await memoryWith({}, { failing: 3 });
  await made.ask(1, 2);
  const report = await made.ask(1, 2, 3);
  expect(made.asked).toEqual([[1, 2], [3], [1, 2, 3]]);
  expect(report.tasks.map(({ checks }) => checks[0]?.outcome)).toEqual(['passed', 'passed', 'failed']);
  expect(await made.ask(1, 2, 3)).toEqual(report);
  expect(made.asked).toHaveLength(3);
});

test('what was judged while its key changed is not remembered', async () => {
  await using made = await memoryWith({}, { changing: true });
  await made.ask(1);
  expect(await readdir(made.path)).toEqual([]);
});

test('a failure is remembered, and what is damaged is judged', async () => {
  await using made = await memoryWith({ outcome: 'failed', cause: 'assertion' });
  await made.ask(1);
  await made.ask(1);
  expect(made.asked).toEqual([[1]]);
  for (const name of await readdir(made.path)) await writeFile(join(made.path, name), 'no verdict');
  await made.ask(1);
  expect(made.asked).toEqual([[1], [1]]);
});
