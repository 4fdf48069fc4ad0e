import pLimit from 'p-limit';
import { bestLevel } from '../sandbox/available.ts';
import type { SandboxLevel } from '../sandbox/level.ts';
import { loadTasks } from '../tasks.ts';
import { type CheckedSubmission, type CheckOptions, checkWith } from './check_submission.ts';
import type { Report } from './report.ts';
import { CheckRunner } from './run_checks.ts';

/** What is judged, and at which level: the best of this machine, where nothing is said. */
export type Judged = Pick<CheckOptions, 'folder' | 'tasks' | 'environment'> & { level?: SandboxLevel };

/** Gives the report on a submission. @throws {Error} where the checker could not find out: nothing is then known of it. */
export type Judge = { judge: (judged: Judged) => Promise<Report> };

/** What the random inputs of all that is judged here come from. */
export const SEED = 1;

/** Judges many submissions, a few at a time. The checks are loaded once for each lane. */
export class Lanes implements Judge {
  #idle: CheckRunner[];
  #all: readonly CheckRunner[];
  #turn: ReturnType<typeof pLimit>;

  private constructor(runners: CheckRunner[]) {
    this.#all = runners;
    this.#idle = [...runners];
    this.#turn = pLimit(runners.length);
  }

  static async open(count: number): Promise<Lanes> {
    const files = (await loadTasks()).map(({ checks }) => checks);
    return new Lanes(await Promise.all(Array.from({ length: count }, () => CheckRunner.start(files))));
  }

  /** As `checkSubmission`, once it is the submission's turn. */
  check(options: CheckOptions): Promise<CheckedSubmission> {
    return this.#turn(async () => {
      const runner = this.#idle.pop() as CheckRunner;
      try {
        return await checkWith(runner, { ...options, ahead: false });
      } finally {
        this.#idle.push(runner);
      }
    });
  }

  async judge({ level = bestLevel(), ...judged }: Judged): Promise<Report> {
    const { report, errors } = await this.check({ ...judged, seed: SEED, level });
    const unknown = report.tasks.flatMap(({ checks }) => checks).find(({ outcome }) => outcome === 'error');
    if (errors.length > 0 || unknown) throw new Error(errors[0] ?? `${unknown?.id}: ${unknown?.reason}`);
    return report;
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((runner) => runner.close()));
  }
}
