import pLimit from 'p-limit';
import { bestLevel } from '../sandbox/available.ts';
import { loadTasks } from '../tasks.ts';
import { type CheckOptions, checkWith } from './check_submission.ts';
import type { Report } from './report.ts';
import { CheckRunner } from './run_checks.ts';

/** What is judged: everything but what is the same for all. */
export type Judged = Pick<CheckOptions, 'folder' | 'tasks' | 'environment'>;

/** What random inputs come from, where nobody asks for others. */
const SEED = 1;

/** Judges many submissions, a few at a time. The checks are loaded once for each lane. */
export class Lanes {
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

  /**
   * The report on a submission, once it is its turn.
   *
   * @throws {Error} where the checker could not find out: nothing is then known of the submission.
   */
  async judge(judged: Judged): Promise<Report> {
    return this.#turn(async () => {
      const runner = this.#idle.pop() as CheckRunner;
      try {
        const { report, errors } = await checkWith(runner, { ...judged, seed: SEED, level: bestLevel(), ahead: false });
        const unknown = report.tasks.flatMap(({ checks }) => checks).find(({ outcome }) => outcome === 'error');
        if (errors.length > 0 || unknown) throw new Error(errors[0] ?? `${unknown?.id}: ${unknown?.reason}`);
        return report;
      } finally {
        this.#idle.push(runner);
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((runner) => runner.close()));
  }
}
