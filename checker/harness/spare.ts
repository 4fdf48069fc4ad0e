import type { SpawnOptions } from '../sandbox/spawn.ts';
import { LearnerProcess } from './learner_process.ts';
import { LIMITS } from './limits.ts';
import { LearnerFault } from './verdict.ts';

/** The learner processes of this worker. */

const FULL = `Your server wrote more than ${LIMITS.scratchBytes / 1024 / 1024} MiB to files, so it was not started again.`;

const CLOSED = 'Your server closed the folder that it may write to, again and again, so it was not started again.';

/** What bubblewrap, docker and Node say of a working directory that cannot be entered. It was made usable just before. */
const NOT_ENTERED = /chdir to (?:cwd \("|)\/scratch|spawn .+ EACCES/;

type Spare = { process: LearnerProcess; for: string };

let spare: Spare | undefined;
let ahead = false;
const started = new Set<LearnerProcess>();

/** Starts a process ahead of its use, and from now on the next one whenever one is taken: so the next is ready at once. */
export function warmAhead(options: SpawnOptions): void {
  ahead = true;
  spare = spareFor(options);
}

/**
 * A fresh process: the packages are loaded, the submission is not. Throws an Error where none can be started, and a
 * LearnerFault where the submission has filled its folder before.
 */
export async function takeProcess(options: SpawnOptions): Promise<LearnerProcess> {
  const ready = isFor(options) ? spare : undefined;
  if (ready) spare = undefined;
  const taken = ready?.process ?? startProcess(options);
  if (ahead) spare = spareFor(options);
  await taken.warm.catch(() => {
    if (taken.end?.cause === 'output limit') throw new LearnerFault('output limit', FULL);
    const said = `(${taken.end?.detail}). ${taken.takeLog().trim()}`;
    if (NOT_ENTERED.test(said)) throw new LearnerFault('crashed', CLOSED);
    throw new Error(`No process could be started for the submission ${said}`);
  });
  return taken;
}

/** A process was started for one submission, with one folder: it is of no use to another. */
function spareFor(options: SpawnOptions): Spare {
  if (spare && isFor(options)) return spare;
  void spare?.process.kill();
  return { process: startProcess(options), for: keyOf(options) };
}

function isFor(options: SpawnOptions): boolean {
  return spare !== undefined && !spare.process.end && spare.for === keyOf(options);
}

function keyOf(options: SpawnOptions): string {
  return JSON.stringify(options, Object.keys(options).sort());
}

/** Ends every process that is left, the spare one as well. */
export async function stopAll(): Promise<void> {
  spare = undefined;
  await Promise.all([...started].map((process) => process.kill()));
}

function startProcess(options: SpawnOptions): LearnerProcess {
  endWithUs();
  const learner = new LearnerProcess(options);
  started.add(learner);
  learner.ended.then(() => started.delete(learner));
  return learner;
}

let ending = false;

/**
 * However this process ends, but by SIGKILL, its learner processes end before it: code that loops does not see that its
 * channel is gone. Where the checker is killed, Vitest ends its test workers by an exit, so this holds there as well.
 */
function endWithUs(): void {
  if (ending) return;
  ending = true;
  const endAll = () => {
    for (const learner of started) void learner.kill();
  };
  process.once('exit', endAll);
  // A test worker is ended by this signal. The program itself decides in its own place what a signal does.
  if (process.send === undefined) return;
  process.once('SIGTERM', () => {
    endAll();
    process.kill(process.pid, 'SIGTERM');
  });
}
