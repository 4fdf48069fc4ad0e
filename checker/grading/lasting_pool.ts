import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { ForksPoolWorker, type PoolOptions, type PoolWorker, type WorkerRequest } from 'vitest/node';
import { isSealed } from '../course/is_sealed.ts';
import { processTree } from '../sandbox/process_tree.ts';
import { runDelay } from '../sandbox/run_delay.ts';
import { sendSignal } from '../send_signal.ts';

/**
 * Vitest ends its test workers after each run. These stay: the next run, of the same files on another submission, finds
 * everything loaded. What a run needs comes with it, so nothing of the run before counts.
 */
export class LastingPool {
  readonly name = 'lasting-forks';
  #idle: ForksPoolWorker[] = [];
  #all = new Set<ForksPoolWorker>();
  #closed = false;

  readonly createPoolWorker = (options: PoolOptions): PoolWorker => {
    if (this.#closed) throw new Error('The checker is closing.');
    const known = this.#idle.pop();
    if (known) return new Lease(known, { started: true, release: (worker) => this.#release(worker) });
    const worker = new ForksPoolWorker(options);
    this.#all.add(worker);
    return new Lease(worker, { started: false, release: (lent) => this.#release(lent) });
  };

  /** Ends all workers, those that are at work as well: with all that they started, which may loop. */
  async close(): Promise<void> {
    this.#closed = true;
    // Vitest asks a worker to end, and kills it where it is slow: it would then have ended nothing of its own. Where nobody
    // knows what it has started, it is left to do that itself.
    if (process.platform === 'linux') this.kill();
    const workers = [...this.#all];
    this.#all.clear();
    this.#idle = [];
    await Promise.all(workers.map((worker) => worker.stop()));
  }

  /** Ends the workers that are at work, at once, with all that they started: what hangs hears no signal, and stops no child. */
  kill(): void {
    for (const pid of this.#atWork()) {
      // So that it starts nothing more while it is looked for what it has started.
      if (process.platform !== 'win32') sendSignal(pid, 'SIGSTOP');
      for (const id of [...new Set([pid, ...processTree(pid)])]) sendSignal(id, 'SIGKILL');
    }
  }

  /** Milliseconds (since any moment) that the workers that are at work, and what they started, waited for a processor. */
  waited(): number {
    return Math.max(0, ...this.#atWork().map(runDelay));
  }

  /** The ids of their processes. */
  #atWork(): number[] {
    const workers = [...this.#all].filter((worker) => !this.#idle.includes(worker));
    return workers.flatMap((worker) => (Reflect.get(worker, 'fork') as ChildProcess | undefined)?.pid ?? []);
  }

  #release(worker: ForksPoolWorker | { broken: ForksPoolWorker }): boolean {
    if (!('broken' in worker)) {
      if (this.#all.has(worker)) this.#idle.push(worker);
      return true;
    }
    this.#idle = this.#idle.filter((idle) => idle !== worker.broken);
    return this.#all.delete(worker.broken);
  }
}

type LeaseOptions = {
  /** Whether the worker has been set up by an earlier lease. */
  started: boolean;
  /** Takes a worker back, or takes note of its end. Gives whether it had been there until now. */
  release: (worker: ForksPoolWorker | { broken: ForksPoolWorker }) => boolean;
};

/**
 * A worker for one run. It looks like any other: of a worker that is set up already, the answers to "start" and "stop" are
 * given here, and the worker does not hear of them.
 */
class Lease implements PoolWorker {
  readonly name = 'lasting-forks';
  /** Vitest hands modules over as files in the temporary folder of the system. What is sealed is in no file, also not there. */
  readonly cacheFs = !isSealed();
  #worker: ForksPoolWorker;
  #options: LeaseOptions;
  #answers = new EventEmitter();
  #listeners: [string, (...args: unknown[]) => void][] = [];
  #returned = false;

  constructor(worker: ForksPoolWorker, options: LeaseOptions) {
    this.#worker = worker;
    this.#options = options;
  }

  on(event: string, listener: (...args: unknown[]) => void): void {
    this.#listeners.push([event, listener]);
    this.#answers.on(event, listener);
    this.#worker.on(event, listener);
  }

  off(event: string, listener: (...args: unknown[]) => void): void {
    this.#listeners = this.#listeners.filter(([, known]) => known !== listener);
    this.#answers.off(event, listener);
    try {
      this.#worker.off(event, listener);
    } catch {
      // It has ended, and its listeners with it. Vitest would report the error, and wait ten seconds for an end that came.
    }
  }

  send(message: WorkerRequest): void {
    if (message.type === 'start' && this.#options.started) return this.#answer('started');
    if (message.type !== 'stop') return this.#worker.send(message);
    this.#returned = true;
    this.#answer('stopped');
  }

  async start(): Promise<void> {
    if (this.#options.started) return;
    await this.#worker.start();
    // One that was killed is waited for by nobody: Vitest would wait for ever.
    this.#worker.on('exit', () => this.#options.release({ broken: this.#worker }));
  }

  /** After "stop" the worker goes back; one that is ended without it is not used again. */
  async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners) this.off(event, listener);
    if (this.#returned) this.#options.release(this.#worker);
    else if (this.#options.release({ broken: this.#worker })) await this.#worker.stop();
  }

  deserialize(data: unknown): unknown {
    return this.#worker.deserialize(data);
  }

  #answer(type: 'started' | 'stopped'): void {
    queueMicrotask(() => this.#answers.emit('message', { type, __vitest_worker_response__: true }));
  }
}
