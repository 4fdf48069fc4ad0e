import { stopAll } from '../harness/spare.ts';
import { demandApi } from '../intake/folder_root.ts';
import type { Task } from '../tasks.ts';
import { checkWith } from './check_submission.ts';
import type { Report } from './report.ts';
import { CheckRunner } from './run_checks.ts';
import { Workbench } from './workbench.ts';

export type WorkspaceCheckerOptions = {
  /** The learner's folder. */
  folder: string;
  /** The tasks that may be asked for. */
  tasks: Task[];
  seed: number;
};

/**
 * Judges one folder again and again. All that a run needs stays warm: the test workers, and a learner process that waits for
 * the next save. One run at a time.
 */
export class WorkspaceChecker {
  #options: WorkspaceCheckerOptions;
  #workbench: Workbench;
  #runner: Promise<CheckRunner>;
  #ending = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  private constructor(options: WorkspaceCheckerOptions, workbench: Workbench) {
    this.#options = options;
    this.#workbench = workbench;
    this.#runner = CheckRunner.start(options.tasks.map(({ checks }) => checks));
    // Whoever asks for a check is told of it.
    this.#runner.catch(() => {});
  }

  static async open(options: WorkspaceCheckerOptions): Promise<WorkspaceChecker> {
    return new WorkspaceChecker(options, await Workbench.open());
  }

  /** Judges the folder as it is now. Throws an Error, with a sentence for the learner, where no verdict could be found. */
  check(tasks: Task[]): Promise<Report> {
    const run = this.#judge(tasks);
    this.#running = run.catch(() => {});
    return run;
  }

  /** Ends a run that is under way, at once, and everything that was started for it. */
  async close(): Promise<void> {
    this.#ending.abort(new Error('The checker is closing.'));
    await stopAll();
    const runner = await this.#runner.catch(() => undefined);
    await runner?.close();
    await this.#running;
    await this.#workbench.close();
  }

  async #judge(tasks: Task[]): Promise<Report> {
    const { folder, seed } = this.#options;
    demandApi(folder);
    const { report, errors } = await checkWith(this.#runner, {
      folder,
      tasks,
      seed,
      level: 'basic',
      workbench: this.#workbench,
      signal: this.#ending.signal,
    });
    if (errors[0] !== undefined) throw new Error(errors[0].split('\n')[0]);
    return report;
  }
}
