import type { SpawnOptions } from '../sandbox/spawn.ts';
import { Budget } from './budget.ts';
import { RandomInputs } from './random.ts';
import { LearnerServer } from './server.ts';
import { warmAhead } from './spare.ts';
import { CheckFailure } from './verdict.ts';

/** What a run hands to its test workers. */
export type RunContext = {
  /** How learner processes are started. Their scratch folder lives as long as the run. */
  confinement: SpawnOptions;
  seed: number;
  /** Names this run, among all that a test worker judges. */
  id: string;
  /** The submission does not load: nothing of it is started, and the run only tells which checks there are. */
  listing?: boolean;
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
const FIRST_DAY = Date.UTC(2030, 0, 1);
const DAY = 24 * 60 * 60 * 1000;

/** The servers of one task's checks: one for each set of conditions, shared by the checks that have the same. */
export class Fleet {
  #run: RunContext;
  #servers = new Map<string, LearnerServer>();
  #budget: Budget;
  #now: number;

  constructor(run: RunContext) {
    this.#run = run;
    this.#budget = new Budget(run.id);
    if (!run.listing) warmAhead(run.confinement);
    // The learner's clock depends on the seed alone, so the same seed gives the same report on any day.
    this.#now = FIRST_DAY + new RandomInputs(run.seed, 'clock').integer(0, 1000) * DAY;
  }

  /** The server for these conditions. Throws a CheckFailure where the submission has crashed or hung too often. */
  server(conditions: ServerConditions): LearnerServer {
    if (this.#run.listing)
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason: 'Your server does not load.' });
    const crashes = [...this.#servers.values()].reduce((sum, server) => sum + server.crashes, 0);
    if (crashes >= MAX_CRASHES) {
      const reason = 'Your server crashed or hung twice in this task, so the rest of the task was not judged.';
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason });
    }
    const key = JSON.stringify(conditions);
    let server = this.#servers.get(key);
    if (!server) {
      server = new LearnerServer({
        ...conditions,
        confinement: this.#run.confinement,
        now: this.#now,
        budget: this.#budget,
      });
      this.#servers.set(key, server);
    }
    return server;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
  }
}
