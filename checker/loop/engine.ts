import type { Report } from '../grading/report.ts';
import type { Task } from '../tasks.ts';

/** A check that held before and does not any more. */
export type Regression = { task: number; check: string; title: string };

/** Where the loop stands, as plain data: the screen is a function of it. */
export type LoopState = {
  /** The task that the learner works on; one more than the last where all are done. */
  present: number;
  passed: readonly number[];
  /** `present`: the task is being checked. `earlier`: it has been, and now the tasks before it are. */
  checking: 'present' | 'earlier' | undefined;
  /** What came of the last check of the present task. */
  report: Report | undefined;
  regressions: readonly Regression[];
  /** Why the checker could not find out, in one sentence. */
  fault: string | undefined;
};

/** Where the learner's progress is kept. Each change is stored before it is shown. */
export type ProgressStore = {
  read: () => { present: number; passed: readonly number[] };
  mark: (task: number) => void;
  unmark: (task: number) => void;
};

export type EngineOptions = {
  tasks: Task[];
  progress: ProgressStore;
  /** Judges the workspace. An Error where the checker could not do its work. */
  check: (tasks: Task[]) => Promise<Report>;
  changed: (state: LoopState) => void;
};

/** Saves that come within so many milliseconds are one: editors write a file in several steps. */
const DEBOUNCE = 60;

/**
 * Checks again and again: the present task first, then the earlier ones, one at a time, so that a save never waits for
 * long. What is saved during a run queues one more run, and never two.
 */
export class Engine {
  #options: EngineOptions;
  #state: LoopState;
  #wanted = false;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#state = { ...EMPTY, ...options.progress.read() };
  }

  get state(): LoopState {
    return this.#state;
  }

  /** A file of the workspace was saved: a check starts soon. */
  saved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.run(), DEBOUNCE);
  }

  /** Checks now, or as soon as the run that is under way has ended. */
  run(): void {
    clearTimeout(this.#timer);
    this.#wanted = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** The learner moved: what was known of the task before says nothing about this one. */
  moved(): void {
    this.#update({ ...EMPTY, ...this.#options.progress.read() });
    this.run();
  }

  /** Ends after the check that is under way. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#wanted && !this.#ended) {
      this.#wanted = false;
      const { present } = this.#state;
      await this.#checkPresent(present);
      const earlier = this.#options.tasks.filter(({ number }) => number < present);
      for (const task of earlier) {
        if (this.#wanted || this.#ended) break;
        await this.#checkEarlier(task, present);
      }
      this.#update({ checking: undefined });
    }
  }

  async #checkPresent(present: number): Promise<void> {
    const task = this.#options.tasks.find(({ number }) => number === present);
    if (!task) return;
    this.#update({ checking: 'present' });
    const judged = await this.#judge(task);
    // The learner went to another task meanwhile.
    if (this.#state.present !== present) return;
    if ('fault' in judged) return this.#update({ fault: judged.fault });
    if (failedIn(judged.report).length === 0) this.#options.progress.mark(present);
    this.#update({ report: judged.report, fault: undefined, ...this.#options.progress.read() });
  }

  async #checkEarlier(task: Task, present: number): Promise<void> {
    this.#update({ checking: 'earlier' });
    const judged = await this.#judge(task);
    if (this.#state.present !== present || 'fault' in judged) return;
    const failed = failedIn(judged.report).map(({ id, title }) => ({ task: task.number, check: id, title }));
    if (failed.length > 0) this.#options.progress.unmark(task.number);
    else this.#options.progress.mark(task.number);
    const others = this.#state.regressions.filter(({ task: number }) => number !== task.number);
    this.#update({ regressions: [...others, ...failed], ...this.#options.progress.read() });
  }

  async #judge(task: Task): Promise<{ report: Report } | { fault: string }> {
    try {
      return { report: await this.#options.check([task]) };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }

  #update(change: Partial<LoopState>): void {
    this.#state = { ...this.#state, ...change };
    if (!this.#ended) this.#options.changed(this.#state);
  }
}

const EMPTY = { checking: undefined, report: undefined, regressions: [], fault: undefined } as const;

function failedIn({ tasks }: Report): Report['tasks'][number]['checks'] {
  return tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'passed'));
}
