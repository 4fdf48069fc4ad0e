import type { LearnerProcess } from './learner_process.ts';
import { beginning, ending } from './shorten.ts';
import { printedError, withoutRoot } from './stack.ts';
import type { LearnerError } from './verdict.ts';

/** Characters of a log that a report quotes: the first of it and the last of it. */
const MAX_LOG = 20_000;

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
    return { log: withoutMiddle(withoutRoot(log, root)), error: printedError(log, root) };
  }
}

function withoutMiddle(log: string): string {
  if (log.length <= MAX_LOG) return log;
  const half = MAX_LOG / 2;
  return `${beginning(log, half)}\n… ${log.length - MAX_LOG} characters are left out …\n${ending(log, half)}`;
}
