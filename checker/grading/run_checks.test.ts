import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Change } from '../fixtures/change.ts';
import { submission } from '../fixtures/submission.ts';
import { processTree, procFile } from '../sandbox/process_tree.ts';
import { sendSignal } from '../send_signal.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { checkWith } from './check_submission.ts';
import { CheckRunner, type Watch } from './run_checks.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';

/** One runner for task 2, and perhaps others, and what judges a change of the finished server with it. */
async function runnerForTask2({ others = [] as number[], watch }: { others?: number[]; watch?: Watch } = {}) {
  const tasks = (await loadTasks()).filter(({ number }) => number === 2 || others.includes(number));
  const runner = await CheckRunner.start(
    tasks.map(({ checks }) => checks),
    watch,
  );
  onTestFinished(() => runner.close());
  return async (changes: Record<string, Change>) => {
    await using made = await submission(changes);
    const { report, errors } = await checkWith(runner, { folder: made.folder, tasks, seed: 1, level: 'basic' });
    const failed = report.tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'passed'));
    const outcomes = [...new Set(failed.map(({ outcome }) => outcome))].sort();
    const causes = [...new Set(failed.map(({ cause }) => cause))].sort();
    const full = report.tasks.filter(({ score, maxScore }) => score === maxScore).map(({ number }) => number);
    return {
      score: report.score,
      causes,
      outcomes,
      full,
      maxScore: report.maxScore,
      failed: failed.map(({ id }) => id),
      errors,
    };
  };
}

test('one runner judges one submission after the other, each as if alone', async () => {
  const judge = await runnerForTask2();
  const right = await judge({});
  expect(right).toMatchObject({ score: right.maxScore, failed: [], errors: [] });
  const wrong = await judge({ [SESSION_AUTH]: (content) => content.replace('randomUUID()', "'constant'") });
  expect(wrong.failed).toContain('2.3');
  expect(await judge({})).toEqual(right);
});

/** What is started here for a submission, by a part of its command: learner processes, or test workers that have one. */
const LEARNER = 'stub.cjs';
const WORKER = 'workers/forks.js';

/** Sends a signal to such processes as soon as they are there, to so many of them, until it is told to stop. Gives to how many. */
async function strike(
  kind: string,
  signal: NodeJS.Signals,
  { most = 1, stop = new AbortController().signal }: { most?: number; stop?: AbortSignal } = {},
): Promise<number> {
  const struck = new Set<number>();
  const isOf = (id: number, part: string) => procFile(id, 'cmdline').includes(part);
  while (struck.size < most && !stop.aborted) {
    const own = processTree(process.pid).slice(1);
    const found = own.filter((id) => isOf(id, kind) && processTree(id).some((below) => isOf(below, LEARNER)));
    for (const id of found.filter((each) => !struck.has(each)).slice(0, most - struck.size)) {
      struck.add(id);
      sendSignal(id, signal);
    }
    await sleep(5);
  }
  return struck.size;
}

describe.runIf(process.platform === 'linux')('a process that somebody else ends', () => {
  test('is no fault of the submission: it is judged again', async () => {
    const judge = await runnerForTask2();
    const right = await judge({});
    const ending = strike(LEARNER, 'SIGKILL');
    expect(await judge({})).toEqual(right);
    expect(await ending).toBe(1);
  });

  test('and ends again and again: the checker says that it could not find out', async () => {
    const judge = await runnerForTask2();
    const stop = new AbortController();
    const ending = strike(LEARNER, 'SIGKILL', { most: 1000, stop: stop.signal });
    const { score, failed, outcomes } = await judge({});
    stop.abort();
    expect(await ending).toBeGreaterThan(1);
    expect(score).toBe(0);
    expect(failed.length).toBeGreaterThan(1);
    expect(outcomes).toEqual(['blocked', 'error']);
  });

  test('costs only one submission where it was a test worker', async () => {
    const judge = await runnerForTask2();
    const right = await judge({});
    const ending = strike(WORKER, 'SIGKILL');
    expect(await judge({})).toEqual(right);
    expect(await ending).toBe(1);
  });
});

describe.runIf(process.platform === 'linux')('a test worker that stands still', () => {
  /** A watch whose time is over as soon as a worker stands still. */
  const watch: Watch = {
    task: 1,
    run: Number.POSITIVE_INFINITY,
    alarm: (_milliseconds, ring) => {
      const stands = (id: number) => /\) T /.test(procFile(id, 'stat')) && procFile(id, 'cmdline').includes(WORKER);
      const timer = setInterval(() => processTree(process.pid).slice(1).some(stands) && ring(), 50);
      return () => clearInterval(timer);
    },
  };

  test('is ended, and what it judged is judged again', async () => {
    const judge = await runnerForTask2({ others: [0, 3], watch });
    const right = await judge({});
    const stopping = strike(WORKER, 'SIGSTOP');
    expect(await judge({})).toEqual(right);
    expect(await stopping).toBe(1);
  });

  test('again and again: the tasks took too long, and that is their verdict', async () => {
    const judge = await runnerForTask2({ others: [0], watch });
    const stop = new AbortController();
    const stopping = strike(WORKER, 'SIGSTOP', { most: 1000, stop: stop.signal });
    const { maxScore, ...stuck } = await judge({});
    stop.abort();
    expect(await stopping).toBeGreaterThan(2);
    const causes = ['prerequisite', 'timeout'];
    expect(stuck).toMatchObject({ score: 0, errors: [], causes, outcomes: ['blocked', 'failed'] });
    expect(await judge({})).toMatchObject({ score: maxScore, maxScore });
  });

  test('when the time of the run is over, what is left is told and not judged', async () => {
    const judge = await runnerForTask2({ others: [0, 3], watch: { ...watch, run: 0 } });
    const points = (await loadTasks()).filter(({ number }) => [0, 2, 3].includes(number)).map((task) => task.points);
    const maxScore = points.reduce((total, each) => total + each, 0);
    expect(await judge({})).toMatchObject({ score: 0, maxScore, errors: [], outcomes: ['blocked'] });
  });
});

test.runIf(process.platform === 'linux')('a runner that is closed while a server loops leaves no process', async () => {
  const task = (await loadTasks())[2] as Task;
  const runner = await CheckRunner.start([task.checks]);
  await using made = await submission({ [SESSION_AUTH]: (content) => `for (;;) {}\n${content}` });
  const judging = checkWith(runner, { folder: made.folder, tasks: [task], seed: 1, level: 'basic' }).catch(() => {});
  const below = () => processTree(process.pid).slice(1);
  // Half a second of a processor's time, in hundredths (proc_pid_stat(5), field 14): it loops by now.
  const loops = (id: number) =>
    procFile(id, 'cmdline').includes(LEARNER) && Number(procFile(id, 'stat').split(') ')[1]?.split(' ')[11]) > 50;
  while (!below().some(loops)) await sleep(20);
  const looping = below().filter(loops);
  // A worker that a busy machine gives no time to hears of no end, and is killed for it.
  for (const id of below()) if (procFile(id, 'cmdline').includes(WORKER)) sendSignal(id, 'SIGSTOP');
  await runner.close();
  await judging;
  const left = looping.filter(loops);
  for (const id of left) sendSignal(id, 'SIGKILL');
  expect(left).toEqual([]);
});

test('a submission that does not load is told, and the next one is judged', async () => {
  const judge = await runnerForTask2();
  const broken = await judge({ [SESSION_AUTH]: 'throw new Error("no");' });
  // The same checks and points as for one that loads.
  expect(broken).toMatchObject({ score: 0, maxScore: (await judge({})).maxScore, errors: [] });
  expect((await judge({})).failed).toEqual([]);
});

test('a runner that is closed while it starts leaves nothing to say, and nothing to wait for', async () => {
  const { checks } = (await loadTasks())[2] as Task;
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  for (const milliseconds of [0, 30, 60, 100, 150, 200, 300]) {
    const runner = await CheckRunner.start([checks]);
    await using made = await submission();
    const judging = checkWith(runner, {
      folder: made.folder,
      tasks: [(await loadTasks())[2] as Task],
      seed: 1,
      level: 'basic',
    });
    await Promise.race([judging.catch(() => {}), sleep(milliseconds)]);
    await runner.close();
    await judging.catch(() => {});
  }
  expect(said.mock.calls.map(String)).toEqual([]);
});
