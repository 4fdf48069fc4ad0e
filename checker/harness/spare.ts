import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxLevel } from '../sandbox/spawn.ts';
import { LearnerProcess } from './learner_process.ts';

/** The processes of one submission in this worker, and the one folder that they may write to. */

let scratch: string | undefined;
let spare: LearnerProcess | undefined;
let ahead = false;
const started = new Set<LearnerProcess>();

/** Absolute path of the folder. It is removed with the worker. */
export function scratchFolder(): string {
  if (scratch) return scratch;
  const folder = mkdtempSync(join(tmpdir(), 'kata-'));
  scratch = folder;
  process.once('exit', () => {
    for (const { processId } of started) if (processId) killNow(processId);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

type ProcessOptions = { level: SandboxLevel; stub: string };

/** Starts a process ahead of its use, and from now on the next one whenever one is taken: so the next is ready at once. */
export function warmAhead(options: ProcessOptions): void {
  ahead = true;
  if (!spare || spare.end) spare = startProcess(options);
}

/** A fresh process: the packages are loaded, the submission is not. Throws `ProcessEnded` where none can be started. */
export async function takeProcess(options: ProcessOptions): Promise<LearnerProcess> {
  const taken = spare && !spare.end ? spare : startProcess(options);
  spare = ahead ? startProcess(options) : undefined;
  await taken.warm;
  return taken;
}

/** Ends every process that is left, the spare one as well. */
export async function stopAll(): Promise<void> {
  spare = undefined;
  await Promise.all([...started].map((process) => process.kill()));
}

function startProcess({ level, stub }: ProcessOptions): LearnerProcess {
  const learner = new LearnerProcess({ level, stub, scratch: scratchFolder() });
  started.add(learner);
  learner.ended.then(() => started.delete(learner));
  return learner;
}

function killNow(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
