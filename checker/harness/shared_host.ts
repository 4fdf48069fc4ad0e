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
  /** All that were given room in the process, and those whose servers are not there any more. */
  #places: Place[] = [];
  #lost = new WeakSet<Place>();
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
      this.#places = [];
      this.#present = -1;
      this.#process = takeProcess(this.#confinement);
    }
    const process = await this.#process;
    const instance = this.#instances;
    this.#instances += 1;
    this.#present = instance;
    const place = { process, instance };
    this.#places.push(place);
    return place;
  }

  /** What is sent from now on is for this instance. */
  enter({ process, instance }: Place): void {
    if (this.#present === instance || process.end) return;
    this.#present = instance;
    // Nobody waits: what is sent after it arrives after it, and a process that ends is noticed there.
    process.request({ do: 'enter', instance }, LIMITS.request).catch(() => {});
  }

  /** Ends a server here, and all others with it as far as that can be without ending the process: their timers are gone. */
  leave(place: Place | undefined): void {
    this.#present = -1;
    this.#loseAll();
    place?.process.request({ do: 'leave' }, LIMITS.request).catch(() => {});
  }

  /** A server did not load in this process. Where that ended it, the servers beside it have lost it by no fault of theirs. */
  failed(process: LearnerProcess): void {
    if (process.end) this.#loseAll();
  }

  /** Whether a server that had this place must be loaded anew, by no fault of its own. */
  lost(place: Place | undefined): boolean {
    return place !== undefined && this.#lost.has(place);
  }

  #loseAll(): void {
    for (const place of this.#places) this.#lost.add(place);
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
