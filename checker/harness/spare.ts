import type { SpawnOptions } from '../sandbox/spawn.ts';
import { LearnerProcess } from './learner_process.ts';

/** The learner processes of this worker. */

let spare: LearnerProcess | undefined;
let ahead = false;
const started = new Set<LearnerProcess>();

/** Starts a process ahead of its use, and from now on the next one whenever one is taken: so the next is ready at once. */
export function warmAhead(options: SpawnOptions): void {
  ahead = true;
  if (!spare || spare.end) spare = startProcess(options);
}

/** A fresh process: the packages are loaded, the submission is not. Throws an Error where none can be started. */
export async function takeProcess(options: SpawnOptions): Promise<LearnerProcess> {
  const taken = spare && !spare.end ? spare : startProcess(options);
  spare = ahead ? startProcess(options) : undefined;
  await taken.warm.catch(() => {
    throw new Error(`No process could be started for the submission (${taken.end?.detail}). ${taken.takeLog().trim()}`);
  });
  return taken;
}

/** Ends every process that is left, the spare one as well. */
export async function stopAll(): Promise<void> {
  spare = undefined;
  await Promise.all([...started].map((process) => process.kill()));
}

function startProcess(options: SpawnOptions): LearnerProcess {
  const learner = new LearnerProcess(options);
  started.add(learner);
  learner.ended.then(() => started.delete(learner));
  return learner;
}
