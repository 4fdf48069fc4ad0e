import type { Report } from '../grading/report.ts';
import type { TypeAdvice, TypeCheck } from '../grading/type_advice.ts';
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
  /** What TypeScript says of the workspace. It changes no verdict. */
  advice: readonly TypeAdvice[];
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
  /** Begins to look at the types of the workspace. */
  types: () => TypeCheck;
  changed: (state: LoopState) => void;
};

/**
 * Saves are one where no more than `quiet` milliseconds lie between them: editors write a file in several steps. After `most`
 * the check starts though saves go on. While the present task is being checked there is time: they are counted together for longer.
 */
const TOGETHER = { idle: { quiet: 30, most: 100 }, running: { quiet: 150, most: 1000 } };

/** Advice about types is shown beside the verdict, whenever it comes. After so many milliseconds it comes no more. */
const ADVICE_PATIENCE = 30_000;

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
  /** The saves that wait for a check together, and when it starts at the latest, though they go on. */
  #group: { quiet: number; latest: number } | undefined;
  #working = false;
  #types: TypeCheck | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#state = { ...EMPTY, ...options.progress.read() };
  }

  get state(): LoopState {
    return this.#state;
  }

  /** A file of the workspace was saved: a check starts soon. */
  saved(): void {
    if (this.#ended) return;
    const now = performance.now();
    const { quiet, most } = this.#state.checking === 'present' ? TOGETHER.running : TOGETHER.idle;
    this.#group ??= { quiet, latest: now + most };
    clearTimeout(this.#timer);
    const wait = Math.min(this.#group.quiet, this.#group.latest - now);
    this.#timer = setTimeout(() => this.run(), Math.max(0, wait));
  }

  /** Checks now, or as soon as the run that is under way has ended. */
  run(): void {
    clearTimeout(this.#timer);
    this.#group = undefined;
    this.#wanted = true;
    if (!this.#working) void this.#work();
  }

  /** The learner moved: what was known of the task before says nothing about this one. */
  moved(): void {
    this.#update({ ...EMPTY, ...this.#options.progress.read() });
    this.run();
  }

  /** Nothing is started, stored or shown any more. What comes of a run that is under way counts no more. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#endTypes();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#wanted && !this.#ended) {
      this.#wanted = false;
      // A disk that is full, for example: no mark can be stored.
      await this.#runOnce().catch((error) => this.#update({ fault: sentenceOf(error) }));
      this.#update({ checking: undefined });
    }
    this.#working = false;
  }

  async #runOnce(): Promise<void> {
    const { present } = this.#options.progress.read();
    // The learner moved in another terminal.
    if (present !== this.#state.present) this.#update({ ...EMPTY, ...this.#options.progress.read() });
    this.#endTypes();
    await this.#checkPresent(present);
    // After the verdict, so that it does not wait for the processor.
    if (!this.#wanted && !this.#ended && this.#state.fault === undefined) this.#startTypes();
    const earlier = this.#options.tasks.filter(({ number }) => number < present);
    for (const task of earlier) {
      if (this.#wanted || this.#ended) return;
      await this.#checkEarlier(task, present);
    }
  }

  async #checkPresent(present: number): Promise<void> {
    const task = this.#options.tasks.find(({ number }) => number === present);
    if (!task) return;
    this.#update({ checking: 'present' });
    const judged = await this.#judge(task);
    // The learner went to another task meanwhile.
    if (this.#ended || this.#state.present !== present) return;
    if ('fault' in judged) return this.#update({ fault: judged.fault, report: undefined, advice: [] });
    this.#keep(present, judged.report);
    this.#update({ report: judged.report, fault: undefined, passed: this.#options.progress.read().passed });
  }

  async #checkEarlier(task: Task, present: number): Promise<void> {
    this.#update({ checking: 'earlier' });
    const judged = await this.#judge(task);
    if (this.#ended || this.#state.present !== present || 'fault' in judged) return;
    this.#keep(task.number, judged.report);
    const failed = failedIn(judged.report).map(({ id, title }) => ({ task: task.number, check: id, title }));
    const others = this.#state.regressions.filter(({ task: number }) => number !== task.number);
    this.#update({ regressions: [...others, ...failed], passed: this.#options.progress.read().passed });
  }

  #keep(task: number, report: Report): void {
    if (failedIn(report).length === 0) this.#options.progress.mark(task);
    else this.#options.progress.unmark(task);
  }

  #startTypes(): void {
    const types = this.#options.types();
    this.#types = types;
    void types.within(ADVICE_PATIENCE).then((advice) => {
      if (this.#types === types) this.#update({ advice });
    });
  }

  #endTypes(): void {
    this.#types?.end();
    this.#types = undefined;
  }

  async #judge(task: Task): Promise<{ report: Report } | { fault: string }> {
    try {
      return { report: await this.#options.check([task]) };
    } catch (error) {
      return { fault: sentenceOf(error) };
    }
  }

  #update(change: Partial<LoopState>): void {
    this.#state = { ...this.#state, ...change };
    if (!this.#ended) this.#options.changed(this.#state);
  }
}

const EMPTY = { checking: undefined, report: undefined, regressions: [], advice: [], fault: undefined } as const;

function failedIn({ tasks }: Report): Report['tasks'][number]['checks'] {
  return tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'passed'));
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
