import { flushCompileCache } from 'node:module';
import type { SpawnOptions } from '../sandbox/spawn.ts';
import { Budget } from './budget.ts';
import { RandomInputs } from './random.ts';
import { LearnerServer } from './server.ts';
import { warmAhead } from './spare.ts';
import { CheckFailure, type Failure, LearnerFault } from './verdict.ts';

/** What a run hands to its test workers. */
export type RunContext = {
  /** How learner processes are started. Their scratch folder lives as long as the run. */
  confinement: SpawnOptions;
  seed: number;
  /** Names this run, among all that a test worker judges. */
  id: string;
  /** How many tasks are checked in it. */
  tasks: number;
};

declare module 'vitest' {
  interface ProvidedContext {
    run: RunContext;
  }
}

export type ServerConditions = {
  environment: Record<string, string>;
  fakeTimers: boolean;
  database: 'memory' | 'file';
};

const MAX_CRASHES = 2;
/** So many servers at the most wait for the next task: each is a process. */
const MAX_HANDED_ON = 8;
const FIRST_DAY = Date.UTC(2030, 0, 1);
const DAY = 24 * 60 * 60 * 1000;

/** The run that this worker judges, one after the other. */
const present = {
  run: '',
  tasksLeft: 0,
  /** Whether the submission was seen to load, whatever the conditions. */
  loads: false,
  /** Why it does not, where it does not even load without any variable: then no check can say anything. */
  neverLoads: undefined as Failure | undefined,
  /** The budget of the task that is checked now. */
  budget: new Budget(''),
  /** Servers that earlier tasks left behind, the one that was used last at the end. */
  handedOn: new Map<string, LearnerServer>(),
};

/**
 * The servers of one task's checks: one for each set of conditions, shared by the checks that have the same. A server on
 * which nothing failed goes on to the next tasks of the run; so what is wrong in one task does not reach the others.
 */
export class Fleet {
  #run: RunContext;
  #servers = new Map<string, LearnerServer>();
  #spoilt = new Set<LearnerServer>();
  #now: number;

  constructor(run: RunContext) {
    this.#run = run;
    if (present.run !== run.id) {
      void stopHandedOn();
      Object.assign(present, { run: run.id, tasksLeft: run.tasks, loads: false, neverLoads: undefined });
    }
    present.budget = new Budget(run.id);
    warmAhead(run.confinement);
    // The learner's clock depends on the seed alone, so the same seed gives the same report on any day.
    this.#now = FIRST_DAY + new RandomInputs(run.seed, 'clock').integer(0, 1000) * DAY;
  }

  /** The server for these conditions. Throws a CheckFailure where the submission has crashed or hung too often. */
  server(conditions: ServerConditions): LearnerServer {
    if (present.neverLoads)
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason: 'Your server does not load.' });
    const crashes = [...this.#servers.values()].reduce((sum, server) => sum + server.crashes, 0);
    if (crashes >= MAX_CRASHES) {
      const reason = 'Your server crashed or hung twice in this task, so the rest of the task was not judged.';
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason });
    }
    const key = JSON.stringify(conditions);
    const known = this.#servers.get(key);
    if (known) return known;
    const server = present.handedOn.get(key) ?? this.#newServer(conditions);
    present.handedOn.delete(key);
    this.#servers.set(key, server);
    return server;
  }

  /**
   * A check failed on this server: no other task gets it. Where the submission does not load, this finds out whether it ever
   * does, and gives why not.
   */
  async failedOn(server: LearnerServer): Promise<Failure | undefined> {
    this.#spoilt.add(server);
    present.loads ||= [...this.#servers.values()].some(({ loads }) => loads);
    if (server.loads === false && !present.loads) await this.#probe();
    return present.neverLoads;
  }

  async #probe(): Promise<void> {
    const server = this.#newServer({ environment: {}, fakeTimers: false, database: 'memory' });
    try {
      await server.start();
      present.loads = true;
    } catch (error) {
      if (!(error instanceof LearnerFault)) throw error;
      present.neverLoads = error.failure;
    } finally {
      await server.stop();
    }
  }

  /** Ends the task: its servers are handed on or stopped; after the last task of the run all are stopped. */
  async end(): Promise<void> {
    present.tasksLeft -= 1;
    for (const [key, server] of this.#servers) {
      present.loads ||= server.loads === true;
      if (this.#spoilt.has(server) || server.crashes > 0) await server.stop();
      else present.handedOn.set(key, server);
    }
    await stopHandedOn(present.tasksLeft > 0 ? MAX_HANDED_ON : 0);
    // A worker may be killed between two runs, and would take what it compiled with it.
    if (present.tasksLeft === 0) flushCompileCache();
  }

  #newServer(conditions: ServerConditions): LearnerServer {
    const { confinement } = this.#run;
    return new LearnerServer({ ...conditions, confinement, now: this.#now, budget: () => present.budget });
  }
}

/** Stops those that were not used for the longest time, until so many are left. */
async function stopHandedOn(left = 0): Promise<void> {
  const { handedOn } = present;
  const oldest = [...handedOn].slice(0, Math.max(0, handedOn.size - left));
  for (const [key] of oldest) handedOn.delete(key);
  await Promise.all(oldest.map(([, server]) => server.stop()));
}
