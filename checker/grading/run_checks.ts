import { join, relative } from 'node:path';
import { Writable } from 'node:stream';
import type { CliOptions, TestSequencer, TestSpecification, Vitest } from 'vitest/node';
import { isSealed } from '../course/is_sealed.ts';
import { within, withoutWaiting } from '../harness/deadline.ts';
import type { RunContext } from '../harness/fleet.ts';
import { LIMITS } from '../harness/limits.ts';
import { PROJECT } from '../project.ts';
import { slashed } from '../slashed.ts';
import { type CollectedFile, collectFile } from './collect.ts';
import type { LastingPool } from './lasting_pool.ts';
import { sealedChecks } from './sealed_checks.ts';

/**
 * Runs files of checks in Vitest: the trusted half. Every test worker is a process of its own kind (`forks`), since a
 * sandbox dies with the thread that spawned it, and takes no debugger from a submission (`--disable-sigusr1`).
 */
export class CheckRunner {
  #vitest: Vitest;
  #pool: LastingPool;
  #watch: Watch;
  /** Hears which file begins. */
  #started: (path: string | undefined) => void = () => {};

  private constructor(vitest: Vitest, pool: LastingPool, watch: Watch) {
    this.#vitest = vitest;
    this.#pool = pool;
    this.#watch = watch;
  }

  /** `files` are absolute paths of the checks that this runner may be asked for. */
  static async start(files: string[], watch: Watch = WATCH): Promise<CheckRunner> {
    const { createVitest } = await import('vitest/node');
    const { LastingPool } = await import('./lasting_pool.ts');
    const pool = new LastingPool();
    let heard: (path: string) => void = () => {};
    const options: CliOptions = {
      root: PROJECT.root,
      config: false,
      watch: false,
      // Relative: these are patterns, and the project's own path may have signs in it that mean something there.
      include: files.map((file) => slashed(relative(PROJECT.root, file))),
      pool,
      isolate: false,
      // One worker, and the tasks in their order: the servers of one task serve the next, and every run goes the same way.
      maxWorkers: 1,
      sequence: { sequencer: InOrder },
      // A larger nursery: what a check makes is thrown away soon, and fewer collections have to look at it.
      execArgv: ['--disable-sigusr1', '--min-semi-space-size=16', '--max-semi-space-size=16'],
      testTimeout: 0,
      hookTimeout: 0,
      // Node loads these itself, once a worker: what they hold (spare processes) stays from file to file and run to run.
      server: { deps: { external: [/[\\/]checker[\\/](?:harness|sandbox|checks)[\\/]/, /[\\/]checker[\\/]\w+\.ts$/] } },
      // Compiled checks are kept where no submission reads: beside the packages, as Vitest would have it, every one could.
      // Sealed checks are kept nowhere; and their files on the disk, which name what is kept, never change.
      fsModuleCache: !isSealed(),
      fsModuleCachePath: join(PROJECT.cache, 'checks'),
      reporters: [{ onTestModuleStart: ({ moduleId }) => heard(moduleId) }],
      silent: true,
      passWithNoTests: true,
    };
    // A terminal is not Vitest's: it would hide the cursor.
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
    const vitest = await createVitest('test', options, { plugins: sealedChecks(files) }, { stdout });
    const runner = new CheckRunner(vitest, pool, watch);
    heard = (path) => runner.#started(path);
    return runner;
  }

  /**
   * Runs the checks of these files on one submission, for so long at most. A file that takes longer than it may is ended,
   * whatever its test worker does, and the others go on in another one. Faults of ours come as `errors`, never as an exception.
   */
  async run(context: RunContext, files: string[], time = this.time()): Promise<Ran> {
    const found: CollectedFile[] = [];
    let neverStarted = 0;
    for (let left = files.toSorted(); left.length > 0; ) {
      const over = time.left <= 0;
      const run = over ? { ...context, over } : { ...context, tasks: left.length };
      const { ended, ran } = await this.#attempt(run, left, over ? { left: Number.POSITIVE_INFINITY } : time);
      if (!ended) return { files: [...found, ...ran.files], errors: ran.errors };
      // A worker that stood still before it began: it says nothing of any file.
      if (ended.at === undefined) neverStarted += 1;
      if (neverStarted > 1)
        return { files: found, errors: [`The checks did not start within ${this.#watch.task / 1000} s.`] };
      if (ended.at === undefined) continue;
      const last = left.indexOf(ended.at) + 1;
      found.push(...ran.files.filter(({ path }) => left.indexOf(path) < last).map(settleEnded));
      left = left.slice(last);
    }
    return { files: found, errors: [] };
  }

  /** What a run may take, with all its repetitions. */
  time(): RunTime {
    return { left: this.#watch.run };
  }

  /**
   * Runs files in one worker, and takes off what they needed of the time. `ended` tells at which file it took too long, if it
   * did: what came of that one and of those before counts.
   */
  async #attempt(context: RunContext, files: string[], time: RunTime): Promise<{ ended?: { at?: string }; ran: Ran }> {
    this.#vitest.provide('run', context);
    const all = await this.#vitest.globTestSpecifications();
    const wanted = all.filter(({ moduleId }) => files.includes(moduleId));
    let present: string | undefined;
    let ended = false;
    let settle = () => {};
    const waited = () => this.#pool.waited();
    const ring = () => {
      ended = true;
      this.#pool.kill();
    };
    this.#started = (path) => {
      settle();
      present = path;
      const [begun, before] = [performance.now(), waited()];
      const stopAlarm = this.#watch.alarm(Math.max(0, Math.min(this.#watch.task, time.left)), ring, waited);
      settle = () => {
        stopAlarm();
        time.left -= withoutWaiting(performance.now() - begun, waited() - before);
      };
    };
    this.#started(undefined);
    const ran = this.#read(await this.#vitest.runTestSpecifications(wanted, true), files);
    settle();
    if (!ended) return { ran };
    return { ended: present === undefined ? {} : { at: present }, ran };
  }

  /** Ends a run that is under way, too. */
  async close(): Promise<void> {
    // First the workers: Vitest would wait until the test that runs has ended.
    await this.#pool.close();
    await this.#vitest.close();
  }

  #read(result: Awaited<ReturnType<Vitest['start']>>, files: string[]): Ran {
    const errors = result.unhandledErrors.map((error) =>
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    const modules = result.testModules.filter(({ moduleId }) => files.includes(moduleId));
    return { files: modules.map(collectFile), errors };
  }
}

/** What came of a run, and what went wrong on our side. */
export type Ran = { files: CollectedFile[]; errors: string[] };

/** Milliseconds that a run may still take. */
type RunTime = { left: number };

/**
 * Milliseconds after which a file, or a run, is ended, and what rings after so many; what was waited for a processor meanwhile
 * (`waited`, since any moment) is given back. It gives what stops it.
 */
export type Watch = {
  task: number;
  run: number;
  alarm: (milliseconds: number, ring: () => void, waited: () => number) => () => void;
};

const WATCH: Watch = {
  task: LIMITS.taskEnd,
  run: LIMITS.runEnd,
  alarm: (milliseconds, ring, waited) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    within(promise, milliseconds, waited).catch(ring);
    return resolve;
  },
};

/** The first check without a result is the one that took too long; of those after it nothing can be said. */
function settleEnded(file: CollectedFile): CollectedFile {
  const [first, ...rest] = file.tests.filter(({ result }) => result === undefined);
  const seconds = LIMITS.taskEnd / 1000;
  if (first) {
    const reason = `The checks of this task had not ended after ${seconds} s.`;
    first.result = { passed: false, failure: { outcome: 'failed', cause: 'timeout', reason } };
  }
  for (const test of rest) {
    const reason = `The checks of this task took longer than ${seconds} s, so the rest of the task was not judged.`;
    test.result = { passed: false, failure: { outcome: 'blocked', cause: 'prerequisite', reason } };
  }
  return { ...file, errors: [] };
}

/** Task after task, whatever took long the last time. */
class InOrder implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    return files.toSorted((one, other) => (one.moduleId < other.moduleId ? -1 : 1));
  }

  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}
