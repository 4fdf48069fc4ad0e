import { isUtf8 } from 'node:buffer';
import { availableParallelism } from 'node:os';
import { show } from '../../intake/refusal.ts';
import { sweepTemporary } from '../../temporary.ts';
import type { Result } from '../graded.ts';
import type { ClassFolder } from './class_folder.ts';
import { type HandedIn, handedIn } from './handed_in.ts';
import type { Verdict } from './job.ts';
import { Job } from './job_pool.ts';
import type { Source } from './sources.ts';

/** How far a batch is, for whoever watches. */
export type BatchEvent =
  | { what: 'started'; source: Source }
  | { what: 'done'; source: Source; result: Result; kept: boolean };

export type BatchOptions = {
  sources: Source[];
  folder: ClassFolder;
  jobs: number;
  /** Nothing new is started after this. What is under way is finished. */
  stop: AbortSignal;
  /** Ends at once, with everything that is under way. */
  kill: AbortSignal;
  tell: (event: BatchEvent) => void;
};

/** So often a submission is given to a job. That it could not be judged may have come of the one before it, or of bad luck. */
const ATTEMPTS = 2;

/**
 * Judges all submissions, several at a time, and keeps each result as soon as it is there. Results of an earlier run that
 * still hold are taken as they are. A submission that ends its job costs only itself.
 */
export async function runBatch(options: BatchOptions): Promise<void> {
  const { sources, jobs, stop, kill } = options;
  const waiting = [...sources];
  const lane = async (): Promise<void> => {
    const job = new Job();
    const end = () => void job.end();
    kill.addEventListener('abort', end);
    try {
      for (let source = waiting.shift(); source && !stop.aborted; source = waiting.shift())
        await one(source, job, options);
    } finally {
      kill.removeEventListener('abort', end);
      await job.end();
    }
  };
  const lanes = Math.min(jobs, Math.max(1, sources.length));
  await Promise.all(Array.from({ length: lanes }, lane));
  // A job that was killed has left what it had at hand.
  await sweepTemporary().catch(() => {});
}

async function one(source: Source, job: Job, { folder, jobs, tell, kill }: BatchOptions): Promise<void> {
  const found = await handedIn(source.path);
  const known = await folder.result(source.fileName);
  if (known && known.status !== 'error' && holdsFor(known, { ...folder.manifest, content: found.content })) {
    tell({ what: 'done', source, result: known, kept: true });
    return;
  }
  tell({ what: 'started', source });
  const result = await judge({ source, found, job, folder, jobs, kill });
  // What was cut off says nothing.
  if (kill.aborted) return;
  await folder.keep(source.fileName, result);
  tell({ what: 'done', source, result, kept: false });
}

function holdsFor({ key }: Result, now: Result['key']): boolean {
  return key.content === now.content && key.kata === now.kata && key.seed === now.seed && key.sandbox === now.sandbox;
}

type Judging = { source: Source; found: HandedIn; job: Job } & Pick<BatchOptions, 'folder' | 'jobs' | 'kill'>;

async function judge({ source: { name, path }, found, job, folder, jobs, kill }: Judging): Promise<Result> {
  const { seed, sandbox, kata } = folder.manifest;
  const { content, submitted } = found;
  const head = { schema: 1 as const, name, submitted, key: { content, kata, seed, sandbox } };
  if (!isUtf8(path)) {
    // Under another name, the same work is judged.
    head.key.content = '';
    return { ...head, status: 'refused', reason: `The name ${show(name)} is not written in UTF-8.` };
  }
  // Where every processor has a job already, a process that is started too early takes the time of another one.
  const ahead = jobs < availableParallelism();
  let verdict: Verdict = { status: 'error' };
  for (let attempt = 0; attempt < ATTEMPTS && !kill.aborted; attempt += 1) {
    try {
      const answer = await job.run({ name, path: String(path), seed, level: sandbox, ahead });
      verdict = 'verdict' in answer ? answer.verdict : { status: 'error', reason: answer.fault };
      if (verdict.status !== 'error') break;
      // Whatever went wrong in it may be in it still, and perhaps it came of somebody else.
      await job.end();
    } catch (error) {
      verdict = { status: 'error', reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return { ...head, ...verdict };
}
