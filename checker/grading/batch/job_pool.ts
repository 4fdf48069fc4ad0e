import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { DeadlineExceeded, within } from '../../harness/deadline.ts';
import { LIMITS } from '../../harness/limits.ts';
import { runDelay } from '../../sandbox/run_delay.ts';
import { sendSignal } from '../../send_signal.ts';
import type { JobAnswer, JobRequest } from './job.ts';

/** Milliseconds that one submission may take, with everything. Its own limits end it earlier, in the job itself. */
const DEADLINE = LIMITS.runEnd + LIMITS.blame + 40_000;

/** A job ends after so many submissions, and another one takes its place: so nothing can pile up. */
const LIFETIME = 40;

/** One process that judges submissions, started again whenever it ends. It has a process group of its own: Ctrl-C is for us. */
export class Job {
  #child: ChildProcess | undefined;
  #served = 0;

  /** Judges one submission. Throws an Error where the process that did it ended, or took too long. */
  async run(request: JobRequest): Promise<JobAnswer> {
    if (this.#served >= LIFETIME) await this.end();
    this.#child ??= start();
    this.#served += 1;
    const child = this.#child;
    const { promise, resolve, reject } = Promise.withResolvers<JobAnswer>();
    const onExit = (code: number | null, signal: string | null) =>
      reject(new Error(`The process that judged it ended (${signal ?? `exit code ${code}`}).`));
    child.once('message', resolve as (answer: unknown) => void);
    child.once('exit', onExit);
    // It may have ended since its last answer.
    child.once('error', reject);
    try {
      child.send(request);
      return await within(promise, DEADLINE, () => runDelay(child.pid ?? 0));
    } catch (error) {
      await this.end();
      if (error instanceof DeadlineExceeded) throw new Error(`It was not judged within ${DEADLINE / 1000} s.`);
      throw error;
    } finally {
      child.removeAllListeners('message');
      child.off('exit', onExit);
      child.off('error', reject);
    }
  }

  /** Ends the process and all that it started. */
  async end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#served = 0;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    endGroup(child);
    await ended;
  }
}

function start(): ChildProcess {
  return fork(join(import.meta.dirname, 'job.ts'), {
    execArgv: ['--disable-sigusr1'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: process.platform !== 'win32',
  });
}

function endGroup(child: ChildProcess): void {
  if (process.platform === 'win32') child.kill('SIGKILL');
  else sendSignal(-(child.pid as number), 'SIGKILL');
}
