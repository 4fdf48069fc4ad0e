import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxLevel } from '../sandbox/spawn.ts';
import { LearnerProcess } from './learner_process.ts';

/** The processes of one submission in this worker, and the one folder that they may write to. */

let scratch: string | undefined;
let spare: LearnerProcess | undefined;
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

/**
 * A fresh process: the packages are loaded, the submission is not. While it is used the next one warms up, so that
 * it is ready at once. Throws `ProcessEnded` where no process can be started at all.
 */
export async function takeProcess(options: { level: SandboxLevel; stub: string }): Promise<LearnerProcess> {
  const taken = spare && !spare.end ? spare : startProcess(options);
  spare = startProcess(options);
  await taken.warm;
  return taken;
}

/** Ends every process that is left, the spare one as well. */
export async function stopAll(): Promise<void> {
  spare = undefined;
  await Promise.all([...started].map((process) => process.kill()));
}

function startProcess({ level, stub }: { level: SandboxLevel; stub: string }): LearnerProcess {
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
