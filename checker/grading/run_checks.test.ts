import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Change } from '../fixtures/change.ts';
import { submission } from '../fixtures/submission.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { checkWith } from './check_submission.ts';
import { CheckRunner } from './run_checks.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';

/** One runner for task 2, and what judges a change of the finished server with it. */
async function runnerForTask2() {
  const tasks = (await loadTasks()).filter(({ number }) => number === 2);
  const runner = await CheckRunner.start(tasks.map(({ checks }) => checks));
  onTestFinished(() => runner.close());
  return async (changes: Record<string, Change>) => {
    await using made = await submission(changes);
    const { report, errors } = await checkWith(runner, { folder: made.folder, tasks, seed: 1, level: 'basic' });
    const failed = report.tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'passed'));
    return { score: report.score, maxScore: report.maxScore, failed: failed.map(({ id }) => id), errors };
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

test('a submission that ends its test worker costs only itself', async () => {
  const judge = await runnerForTask2();
  const right = await judge({});
  const killing = await judge({
    [SESSION_AUTH]: (content) =>
      content.replace('randomUUID()', "(process.kill(process.ppid, 'SIGKILL'), randomUUID())"),
  });
  expect(killing.score).toBeLessThan(right.score);
  expect(await judge({})).toEqual(right);
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
