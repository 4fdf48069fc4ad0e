import { isUtf8 } from 'node:buffer';
import { availableParallelism } from 'node:os';
import { show } from '../../intake/refusal.ts';
import { sweepTemporary } from '../../temporary.ts';
import type { Result } from '../graded.ts';
import type { ClassFolder } from './class_folder.ts';
import { ownTime } from './handed_in.ts';
import type { Job } from './job_pool.ts';
import type { Source } from './sources.ts';

/** How far a batch is, for whoever watches. */
export type BatchEvent =
  | { what: 'started'; source: Source }
  | { what: 'done'; source: Source; result: Result; kept: boolean };

export type BatchOptions = {
  sources: Source[];
  folder: ClassFolder;
  jobs: number;
  /** Makes what judges, one for each of the jobs. */
  newJob: () => Pick<Job, 'run' | 'end'>;
  /** Nothing new is started after this. What is under way is finished. */
  stop: AbortSignal;
  /** Ends at once, with everything that is under way. */
  kill: AbortSignal;
  tell: (event: BatchEvent) => void;
};

/** So often a submission is given to a job. That it could not be judged may have come of the one before it, or of bad luck. */
const ATTEMPTS = 2;

/**
 * Judges all submissions, several at a time, and keeps each result as soon as it is there. A result of an earlier run is taken
 * where the same learner handed in the same work, and nothing has changed that judges it. A submission that ends its job
 * costs only itself. Gives the names of the files of those that were done.
 */
export async function runBatch(options: BatchOptions): Promise<Set<string>> {
  const { sources, jobs, newJob, stop, kill } = options;
  const waiting = [...sources];
  const done = new Set<string>();
  const lane = async (): Promise<void> => {
    const job = newJob();
    const end = () => void job.end();
    kill.addEventListener('abort', end);
    try {
      for (let source = waiting.shift(); source && !stop.aborted; source = waiting.shift())
        if (await one(source, job, options)) done.add(source.fileName);
    } finally {
      kill.removeEventListener('abort', end);
      await job.end();
    }
  };
  const lanes = Math.min(jobs, Math.max(1, sources.length));
  await Promise.all(Array.from({ length: lanes }, lane));
  // A job that was killed has left what it had at hand.
  await sweepTemporary().catch(() => {});
  return done;
}

/** Gives whether there is a result now. */
async function one(source: Source, job: Judging['job'], { folder, jobs, tell, kill }: BatchOptions): Promise<boolean> {
  const known = await folder.good(source);
  tell({ what: 'started', source });
  const result = await judge({ source, known, job, folder, jobs, kill });
  // What was cut off says nothing.
  if (kill.aborted) return false;
  const kept = known !== undefined && result.report === known.report && result.reason === known.reason;
  if (!kept || result.submitted !== known?.submitted) await folder.keep(source.fileName, result);
  tell({ what: 'done', source, result, kept });
  return true;
}

type Judging = { source: Source; known: Result | undefined; job: Pick<Job, 'run' | 'end'> } & Pick<
  BatchOptions,
  'folder' | 'jobs' | 'kill'
>;

async function judge({ source: { name, path }, known, job, folder, jobs, kill }: Judging): Promise<Result> {
  const { seed, sandbox, checks } = folder.manifest;
  const head = { schema: 2 as const, name, submitted: await ownTime(path), checks };
  if (!isUtf8(path)) {
    return { ...head, status: 'refused', reason: `The name ${show(name)} is not written in UTF-8.` };
  }
  // Where every processor has a job already, a process that is started too early takes the time of another one.
  const ahead = jobs < availableParallelism();
  const content = known?.report?.contentHash;
  const request = { name, path: String(path), seed, level: sandbox, ahead, ...(content && { known: content }) };
  let result: Result = { ...head, status: 'error' };
  for (let attempt = 0; attempt < ATTEMPTS && !kill.aborted; attempt += 1) {
    try {
      const answer = await job.run(request);
      if ('fault' in answer) result = { ...head, status: 'error', reason: answer.fault };
      else if (answer.verdict !== 'known') result = { ...head, submitted: answer.submitted, ...answer.verdict };
      else if (known) return { ...known, submitted: answer.submitted };
      if (result.status !== 'error') break;
      // Whatever went wrong in it may be in it still, and perhaps it came of somebody else.
      await job.end();
    } catch (error) {
      result = { ...head, status: 'error', reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return result;
}
