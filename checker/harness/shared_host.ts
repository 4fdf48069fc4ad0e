import type { SpawnOptions } from '../sandbox/spawn.ts';
import type { LearnerProcess } from './learner_process.ts';
import { LIMITS } from './limits.ts';
import { takeProcess } from './spare.ts';

/** A process with a loaded submission, and which of its instances is meant. */
export type Place = { process: LearnerProcess; instance: number };

/**
 * A process that loads a submission several times, each time with modules and an environment of its own. Starting a process
 * costs three times what loading does. What a submission keeps in the process itself is the same for all, so a check that
 * fails here says nothing yet.
 */
export class SharedHost {
  #confinement: SpawnOptions;
  #process: Promise<LearnerProcess> | undefined;
  #instances = 0;
  #present = -1;
  #lost = new WeakSet<LearnerProcess>();
  #other: SharedHost | undefined;

  constructor(confinement: SpawnOptions) {
    this.#confinement = confinement;
  }

  /** Another process, in which the servers of this one restart; and from there, they restart here. */
  get other(): SharedHost {
    if (!this.#other) {
      this.#other = new SharedHost(this.#confinement);
      this.#other.#other = this;
    }
    return this.#other;
  }

  /** Room for one more. A process that has ended, for whatever reason, is followed by a fresh one. */
  async place(): Promise<Place> {
    if ((await this.#process)?.end) this.#process = undefined;
    if (!this.#process) {
      this.#instances = 0;
      this.#present = -1;
      this.#process = takeProcess(this.#confinement);
    }
    const process = await this.#process;
    const instance = this.#instances;
    this.#instances += 1;
    this.#present = instance;
    return { process, instance };
  }

  /** What is sent from now on is for this instance. */
  enter({ process, instance }: Place): void {
    if (this.#present === instance || process.end) return;
    this.#present = instance;
    // Nobody waits: what is sent after it arrives after it, and a process that ends is noticed there.
    process.request({ do: 'enter', instance }, LIMITS.request).catch(() => {});
  }

  /** What is sent from now on is for another process: no timer that stands still comes due in this one. */
  leave(process: LearnerProcess | undefined): void {
    this.#present = -1;
    process?.request({ do: 'leave' }, LIMITS.request).catch(() => {});
  }

  /** A server did not load in this process. Where that ended it, the servers beside it have lost it by no fault of theirs. */
  failed(process: LearnerProcess): void {
    if (process.end) this.#lost.add(process);
  }

  lost(process: LearnerProcess | undefined): boolean {
    return process !== undefined && this.#lost.has(process);
  }

  /** Ends this process and the other one. */
  async stop(): Promise<void> {
    const other = this.#other;
    this.#other = undefined;
    await Promise.all([this, ...(other ? [other] : [])].map((host) => host.#end()));
  }

  async #end(): Promise<void> {
    const process = await this.#process?.catch(() => undefined);
    this.#process = undefined;
    await process?.kill();
  }
}

/** A fresh process, for one server alone. */
export async function ownPlace(confinement: SpawnOptions): Promise<Place> {
  return { process: await takeProcess(confinement), instance: 0 };
}
