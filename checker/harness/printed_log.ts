import type { LearnerProcess } from './learner_process.ts';
import { printedError, withoutRoot } from './stack.ts';
import type { LearnerError } from './verdict.ts';

/** What a server printed, over all the processes that it has had. */
export class PrintedLog {
  #log = '';

  /** Keeps what a process has printed, before it is forgotten. */
  keep(process: LearnerProcess): void {
    this.#log += process.takeLog();
  }

  /** What was printed since the last call, with the submission's own names of files, and the first error of its code in it. */
  async take(
    process: LearnerProcess | undefined,
    root: string,
  ): Promise<{ log: string; error: LearnerError | undefined }> {
    await process?.drained();
    if (process) this.keep(process);
    const log = this.#log;
    this.#log = '';
    return { log: withoutRoot(log, root), error: printedError(log, root) };
  }
}
