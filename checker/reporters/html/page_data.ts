import type { Status } from '../status.ts';

/**
 * What the page of a class shows: data for the browser, which holds no word that is not to be seen. Texts that repeat
 * stand once: a class makes the same mistakes.
 */
export type PageData = {
  kata: string;
  seed: number;
  sandbox: string;
  policy: string[];
  tasks: PageTask[];
  /** Words of the requirements, by id. */
  requirements: Record<string, string>;
  checks: PageCheck[];
  learners: PageLearner[];
  groups: FailureGroup[];
  /** What failed, each once; learners name them by their place. */
  failures: PageFailure[];
  /** Each step once; failures name them by their place. */
  steps: PageStep[];
  errors: PageError[];
  /** Sentences and lines, each once. */
  lines: string[];
};

export type PageTask = { number: number; title: string; maxScore: number; counts: boolean };

export type PageCheck = {
  id: string;
  task: number;
  title: string;
  requirements: string[];
  guard: boolean;
  points: number;
  /** How many learners it came out so for. */
  passed: number;
  failed: number;
  blocked: number;
  error: number;
};

export type PageLearner = {
  name: string;
  fileName: string;
  status: Status;
  reason: string;
  submitted: string;
  score: number;
  maxScore: number;
  percent: number;
  late?: { hours: number; penalty: number };
  /** What is open to others, a sentence each. */
  holes: string[];
  /** By the order of the tasks; `null` where the task was not judged. */
  tasks: (TaskResult | null)[];
  diagnostics: { message: string; help?: string; error?: PageError }[];
  /** Places in `failures`. */
  failures: number[];
};

export type TaskResult = {
  score: number;
  maxScore: number;
  passed: number;
  checks: number;
  /** What the guards that failed cost; empty if none did. */
  guards: string;
  /** What fails because of another task, and what else fails because of this one. */
  blame: string[];
};

export type PageError = { message: string; place: string; source: { line: number; text: string; wrong: boolean }[] };

export type PageFailure = {
  /** Place in `checks`. */
  check: number;
  outcome: 'failed' | 'blocked' | 'error';
  cause: string;
  /** Places in `lines`, as `help` and `curl` are. */
  reason: number;
  /** It follows from another task: why it costs nothing. A place in `lines`. */
  consequence?: number;
  help?: number;
  differences: string[];
  /** Place in `errors`. */
  error?: number;
  log: string;
  curl: number[];
  /** Places in `steps`. */
  steps: number[];
};

/** One step of a drawn sequence. `clock`: the learner's clock, where it is not that of the step before. */
export type PageStep = { clock: string; wrong?: true } & (
  | { what: 'request'; line: string; sent: string[]; status: string; came: string[] }
  | { what: 'call'; line: string; details: string[] }
  | { what: 'event'; line: string }
);

/** Learners who failed a check in the same way; several checks of one task where the same learners failed all in that way. */
export type FailureGroup = {
  /** Places in `checks`. */
  checks: number[];
  reason: string;
  /** Places in `learners`. */
  learners: number[];
};
