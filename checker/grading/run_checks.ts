import { join } from 'node:path';
import type { CliOptions, TestSequencer, TestSpecification, Vitest } from 'vitest/node';
import { isSealed } from '../course/is_sealed.ts';
import type { RunContext } from '../harness/fleet.ts';
import { PROJECT } from '../project.ts';
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

  private constructor(vitest: Vitest, pool: LastingPool) {
    this.#vitest = vitest;
    this.#pool = pool;
  }

  /** `files` are absolute paths of the checks that this runner may be asked for. */
  static async start(files: string[]): Promise<CheckRunner> {
    const { createVitest } = await import('vitest/node');
    const { LastingPool } = await import('./lasting_pool.ts');
    const pool = new LastingPool();
    const options: CliOptions = {
      root: PROJECT.root,
      config: false,
      watch: false,
      include: files,
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
      server: { deps: { external: [/[\\/]checker[\\/](?:harness|sandbox)[\\/]/, /[\\/]checker[\\/]\w+\.ts$/] } },
      // Compiled checks are kept where no submission reads: beside the packages, as Vitest would have it, every one could.
      // Sealed checks are kept nowhere; and their files on the disk, which name what is kept, never change.
      fsModuleCache: !isSealed(),
      fsModuleCachePath: join(PROJECT.cache, 'checks'),
      reporters: [{}],
      silent: true,
      passWithNoTests: true,
    };
    const vitest = await createVitest('test', options, { plugins: sealedChecks(files) });
    return new CheckRunner(vitest, pool);
  }

  /** Runs the checks of these files on one submission. Faults of ours come as `errors`, never as an exception. */
  async run(context: RunContext, files: string[]): Promise<{ files: CollectedFile[]; errors: string[] }> {
    this.#vitest.provide('run', context);
    const all = await this.#vitest.globTestSpecifications();
    const wanted = all.filter(({ moduleId }) => files.includes(moduleId));
    return this.#read(await this.#vitest.runTestSpecifications(wanted, true), files);
  }

  /** Ends a run that is under way, too. */
  async close(): Promise<void> {
    // First the workers: Vitest would wait until the test that runs has ended.
    await this.#pool.close();
    await this.#vitest.close();
  }

  #read(result: Awaited<ReturnType<Vitest['start']>>, files: string[]): { files: CollectedFile[]; errors: string[] } {
    const errors = result.unhandledErrors.map((error) =>
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    const modules = result.testModules.filter(({ moduleId }) => files.includes(moduleId));
    return { files: modules.map(collectFile), errors };
  }
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
