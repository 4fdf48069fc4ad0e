import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { contentHash } from '../../harness/compile.ts';
import { takeInDated } from '../../intake/intake.ts';
import type { SandboxLevel } from '../../sandbox/level.ts';
import { loadTasks } from '../../tasks.ts';
import { temporaryFolder } from '../../temporary.ts';
import { type CheckedSubmission, checkWith } from '../check_submission.ts';
import type { Result } from '../graded.ts';
import { CheckRunner } from '../run_checks.ts';
import { handedIn, ownTime } from './handed_in.ts';

/** What a job is asked: one submission at a time. */
export type JobRequest = {
  name: string;
  path: string;
  seed: number;
  level: SandboxLevel;
  /** Whether learner processes are started before they are needed. */
  ahead: boolean;
  /** The content hash of the report that is there already: the same content is not judged again. */
  known?: string;
};
export type JobAnswer = { submitted: string; verdict: Verdict | 'known' } | { fault: string };
/** A result without its head, which the batch knows. */
export type Verdict = Pick<Result, 'status' | 'reason' | 'report'>;

/** Runs the checks on a clean copy of a submission. */
export type Check = (folder: string, request: JobRequest) => Promise<CheckedSubmission>;

/** Takes a submission in, dates it, and judges it if that is needed. What was hashed, dated and judged is one copy of it. */
export async function answerTo(request: JobRequest, check: Check): Promise<JobAnswer> {
  try {
    await using copy = await temporaryFolder();
    const folder = join(copy.path, 'submission');
    const intake = await takeInDated(request.path, folder);
    if (!intake.accepted)
      return { submitted: await ownTime(request.path), verdict: { status: 'refused', reason: intake.reason } };
    const submitted = await handedIn(request.path, intake, folder);
    if (request.known !== undefined && (await contentHash(folder)) === request.known)
      return { submitted, verdict: 'known' };
    return { submitted, verdict: verdictOf(await check(folder, request)) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function verdictOf({ report, errors }: CheckedSubmission): Verdict {
  const unknown = report.tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'error'));
  if (errors.length === 0 && unknown.length === 0) return { status: 'graded', report };
  const reason = `Something could not be judged: ${errors[0]?.split('\n')[0] ?? unknown[0]?.reason}`;
  return { status: 'error', reason, report };
}

/** Runs in a process of its own: judges what it is sent, until the batch closes its channel. No learner code runs in it. */
export async function serve(): Promise<void> {
  const tasks = await loadTasks();
  // Where all that is asked for is known already, nothing is started.
  let runner: Promise<CheckRunner> | undefined;
  const check: Check = (folder, { name, seed, level, ahead }) => {
    runner ??= CheckRunner.start(tasks.map(({ checks }) => checks));
    return checkWith(runner, { folder, tasks, seed, level, ahead, name, blame: true });
  };
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (request: JobRequest) => {
    process.send?.(await answerTo(request, check));
    // A job ends by being killed: what it compiled is kept now.
    flushCompileCache();
  });
}

if (process.send && process.argv[1] === import.meta.filename) await serve();
