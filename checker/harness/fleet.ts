import { flushCompileCache } from 'node:module';
import type { SpawnOptions } from '../sandbox/spawn.ts';
import { Budget } from './budget.ts';
import { LIMITS } from './limits.ts';
import { RandomInputs } from './random.ts';
import { LearnerServer } from './server.ts';
import { SharedHost } from './shared_host.ts';
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
  /**
   * Servers share a process as far as they can, also across tasks. That is fast, and says what passes; of what does not pass
   * it says nothing: something in another server of the process, or in another task, may have been the cause.
   */
  shared: boolean;
  /** Whether the next process is started before somebody asks for it. The last one is started in vain. */
  ahead: boolean;
  /** Variables that each server gets beside those of its check, which come first. */
  environment?: Record<string, string>;
  /** Modules that stand in the place of files of the submission, as compiled, by their names. None where nothing is said. */
  replaced?: Record<string, string>;
  /** The titles of the checks that are asked, by the path of their file. All where nothing is said. */
  only?: Record<string, string[]>;
  /** The time of the run is over: no server is started any more, and each check says so. */
  over?: boolean;
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
  /** It has a process of its own, also in a shared run: a signal to end would come to all servers there. */
  alone?: true;
};

const RUN_IS_OVER = `All checks together took longer than ${LIMITS.runEnd / 1000} s, so the rest was not judged.`;
const MAX_CRASHES = 2;
const FIRST_DAY = Date.UTC(2030, 0, 1);
const DAY = 24 * 60 * 60 * 1000;

/** The run that this worker judges, one after the other. */
const present = {
  run: '',
  tasksLeft: 0,
  /** Whether the submission was seen to load, whatever the conditions. */
  loads: false,
  /** Whether the servers of a shared run do not load, as far as was tried: all its tasks are judged again. */
  hopeless: false,
  /** Why it does not, where it does not even load without any variable: then no check can say anything. */
  neverLoads: undefined as Failure | undefined,
  /** The budget of the task that is checked now. */
  budget: new Budget(''),
  /** Where the servers of a shared run are: a process has one set of timers. And those servers, for all its tasks. */
  hosts: new Map<boolean, SharedHost>(),
  shared: new Map<string, LearnerServer>(),
};

/**
 * The servers of one task's checks: one for each set of conditions, used by all checks that have the same. In a shared run
 * the tasks have them together, in two processes: one whose timers stand still, and one whose timers run. What a check
 * restarts goes to another process, which is shared, too.
 */
export class Fleet {
  #run: RunContext;
  #servers = new Map<string, LearnerServer>();
  #now: number;
  /** Whether a check of this task has failed. */
  hasFailed = false;

  constructor(run: RunContext) {
    this.#run = run;
    if (present.run !== run.id) {
      void endShared();
      Object.assign(present, {
        run: run.id,
        tasksLeft: run.tasks,
        loads: false,
        hopeless: false,
        neverLoads: undefined,
      });
      if (run.shared) for (const timers of [false, true]) present.hosts.set(timers, new SharedHost(run.confinement));
    }
    present.budget = new Budget(run.id);
    if (run.ahead && !run.over) warmAhead(run.confinement);
    // The learner's clock depends on the seed alone, so the same seed gives the same report on any day.
    this.#now = FIRST_DAY + new RandomInputs(run.seed, 'clock').integer(0, 1000) * DAY;
  }

  /** Throws a CheckFailure for a check that is not asked in this run. */
  demandAsked({ name, file }: { name: string; file: { filepath: string } }): void {
    const { only } = this.#run;
    if (!only || only[file.filepath]?.includes(name)) return;
    throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason: 'This check is not asked.' });
  }

  /** The server for these conditions. Throws a CheckFailure where the submission has crashed or hung too often. */
  server(conditions: ServerConditions): LearnerServer {
    if (this.#run.over) throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason: RUN_IS_OVER });
    if (present.neverLoads)
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason: 'Your server does not load.' });
    // Something failed in this task of a shared run: it is judged again anyway, so nothing more is asked of it now.
    if (!this.#run.only && ((this.#run.shared && this.hasFailed) || present.hopeless))
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason: 'This task is judged again.' });
    const crashes = [...this.#servers.values()].reduce((sum, server) => sum + server.crashes, 0);
    if (crashes >= MAX_CRASHES) {
      const reason = 'Your server crashed or hung twice in this task, so the rest of the task was not judged.';
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason });
    }
    const key = JSON.stringify(conditions);
    const server = this.#servers.get(key) ?? present.shared.get(key) ?? this.#newServer(conditions);
    this.#servers.set(key, server);
    if (this.#run.shared) present.shared.set(key, server);
    return server;
  }

  /**
   * Looks closer at a server on which a check failed: where the submission does not load there, this finds out whether it ever
   * does, and gives why not. In a shared run nothing is said of failures.
   */
  async failedOn(server: LearnerServer): Promise<Failure | undefined> {
    present.loads ||= [...this.#servers.values()].some(({ state }) => state.loads);
    const doubtful = server.state.loads === false && !present.loads;
    this.hasFailed = true;
    if (this.#run.shared) present.hopeless ||= doubtful;
    else if (doubtful) await this.#probe();
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

  /** Ends the task, and its servers with it; what the tasks share ends with the last. */
  async end(): Promise<void> {
    present.tasksLeft -= 1;
    for (const [key, server] of this.#servers) {
      present.loads ||= server.state.loads === true;
      // After a crash, or a second restart in a check, it is alone in its process.
      if (server.crashes > 0 || !server.state.shared) present.shared.delete(key);
      if (!present.shared.has(key)) await server.stop();
    }
    if (present.tasksLeft > 0) return;
    await endShared();
    // A worker may be killed between two runs, and would take what it compiled with it.
    flushCompileCache();
  }

  #newServer(conditions: ServerConditions): LearnerServer {
    const { confinement, environment: given, replaced } = this.#run;
    const host = conditions.alone ? undefined : present.hosts.get(conditions.fakeTimers);
    const environment = { ...given, ...conditions.environment };
    const budget = () => present.budget;
    return new LearnerServer({ ...conditions, environment, confinement, now: this.#now, budget, host, replaced });
  }
}

async function endShared(): Promise<void> {
  const hosts = [...present.hosts.values()];
  present.shared.clear();
  present.hosts.clear();
  await Promise.all(hosts.map((host) => host.stop()));
}
