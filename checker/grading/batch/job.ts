import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { takeIn } from '../../intake/intake.ts';
import type { SandboxLevel } from '../../sandbox/level.ts';
import { loadTasks } from '../../tasks.ts';
import { temporaryFolder } from '../../temporary.ts';
import { checkWith } from '../check_submission.ts';
import type { Result } from '../graded.ts';
import { CheckRunner } from '../run_checks.ts';

/** What a job is asked: one submission at a time. */
export type JobRequest = {
  name: string;
  path: string;
  seed: number;
  level: SandboxLevel;
  /** Whether learner processes are started before they are needed. */
  ahead: boolean;
};
export type JobAnswer = { verdict: Verdict } | { fault: string };
/** A result without its head, which the batch knows. */
export type Verdict = Pick<Result, 'status' | 'reason' | 'report'>;

/** Runs in a process of its own: judges what it is sent, until the batch closes its channel. No learner code runs in it. */
export async function serve(): Promise<void> {
  const tasks = await loadTasks();
  const runner = CheckRunner.start(tasks.map(({ checks }) => checks));
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (request: JobRequest) => {
    process.send?.(await answer(request));
    // A job ends by being killed: what it compiled is kept now.
    flushCompileCache();
  });

  async function answer(request: JobRequest): Promise<JobAnswer> {
    try {
      return { verdict: await judge(request) };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }

  async function judge({ name, path, seed, level, ahead }: JobRequest): Promise<Verdict> {
    await using copy = await temporaryFolder();
    const folder = join(copy.path, 'submission');
    const intake = await takeIn(path, folder);
    if (!intake.accepted) return { status: 'refused', reason: intake.reason };
    const { report, errors } = await checkWith(runner, { folder, tasks, seed, level, ahead, name });
    const unknown = report.tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'error'));
    if (errors.length === 0 && unknown.length === 0) return { status: 'graded', report };
    const reason = `Something could not be judged: ${errors[0]?.split('\n')[0] ?? unknown[0]?.reason}`;
    return { status: 'error', reason, report };
  }
}

if (process.send && process.argv[1] === import.meta.filename) await serve();
