import type { Value } from './value.ts';

/** What a check can say, as plain data. The report repeats these shapes as a published schema. */

export type Cause =
  | 'assertion'
  | 'did not load'
  | 'crashed'
  | 'timeout'
  | 'memory'
  | 'output limit'
  | 'protocol error'
  | 'prerequisite';

/** An error of the learner's code. `file` is relative to the submission, or empty where none of its lines was on the stack. */
export type LearnerError = { message: string; file: string; line: number };

/** One request with its answer, if one came. `at` is the learner's clock in milliseconds. */
export type Exchange = {
  at: number;
  method: string;
  path: string;
  requestHeaders: Record<string, string>;
  requestBody?: string;
  status?: number;
  responseHeaders?: Record<string, string | string[]>;
  responseBody?: string;
  https?: boolean;
};

/** Something that a check did with the learner's server. `at` is the learner's clock in milliseconds. */
export type Step = { at: number /** Here it went wrong. */; wrong?: true } & (
  | { what: 'request'; exchange: Exchange }
  /**
   * `action` names what was called by its public names, as the spec has them; never the code of a check. `requests` are
   * those that it was given, `args` its arguments as they were sent.
   */
  | {
      what: 'call';
      action: string;
      requests?: string[];
      modules: string[];
      args: string;
      gave?: Value;
      threw?: string;
    }
  | { what: 'clock'; by: number }
  /** Missing: it was killed. */
  | { what: 'restart'; by?: 'SIGTERM' | 'SIGINT' }
);

/** What is not as it should be: a place in an answer or a value, and what stands there. A side that has nothing is missing. */
export type Difference = { path: string[]; expected?: Value; actual?: Value };

export type Failure = {
  outcome: 'failed' | 'blocked' | 'error';
  cause: Cause;
  /** What happened, in one or two sentences. */
  reason: string;
  /** What to look at. Leads to the cause, never gives the code. */
  help?: string;
  /** What was compared, in the words of the spec, where the reason says that it should be `expected`, and is `actual`. */
  compared?: string;
  expected?: Value;
  actual?: Value;
  /** The smallest difference between the two. */
  differences?: Difference[];
  error?: LearnerError;
  /** The requirement that failed before, where the outcome is `blocked`. */
  prerequisite?: string;
  /** The requirement that was broken, where a check proves many. */
  requirement?: string;
};

/** Everything that a test worker hands over about one check. */
export type Evidence = {
  steps: Step[];
  log: string;
  /** The learner's own line of an error that the log tells of. */
  loggedError?: LearnerError;
  users: { id?: string; email: string; password: string }[];
  /** The steps of a walk, as data: they repeat what was broken, without a search for it. */
  story?: unknown[];
  /** Variables that the server was started with. */
  environment: Record<string, string>;
  /** Why the submission does not load, where it was found that it never does. */
  neverLoads?: Failure;
  /**
   * The check stumbled over an answer, and not by a fault of ours: the process was seen to write to the checker's channel by
   * itself, or what a call gave back has not the form that the call gives it.
   */
  brokeProtocol?: 'channel' | 'answer';
};

/**
 * Ends a check with a failure that is data already. Nobody reads where in our code it was thrown; and Vitest would look up
 * each line of the stack in our sources, which takes longer than most checks.
 */
export class CheckFailure extends Error {
  override name = 'CheckFailure';
  override stack = '';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** The submission could not go on: it did not load, crashed, hung or broke a limit. */
export class LearnerFault extends CheckFailure {
  constructor(cause: Exclude<Cause, 'assertion' | 'prerequisite'>, reason: string, error?: LearnerError) {
    super({ outcome: 'failed', cause, reason, ...(error && { error }) });
  }
}
