import { DeadlineExceeded } from './deadline.ts';
import type { LearnerProcess } from './learner_process.ts';
import { limitSentence } from './limit_sentences.ts';
import { LIMITS } from './limits.ts';
import { assertOwnEnd, type End, ProcessEnded, ThrownByLearner } from './process_end.ts';
import type { RemoteError } from './protocol.ts';
import { learnerError } from './stack.ts';
import { LearnerFault } from './verdict.ts';

/** What a learner reads of an end that was not a plain crash. */
const ENDS: Record<End['cause'], string> = {
  crashed: 'the process ended.',
  memory: 'the process used more memory than it may.',
  'output limit': `the process printed more than ${LIMITS.logBytes / 1024 / 1024} MiB, or wrote more than ${LIMITS.scratchBytes / 1024 / 1024} MiB to files (each file counts for at least 4 KiB).`,
  'protocol error': "the process wrote to the checker's own channel.",
};

/** How long a broken connection may wait for the end of the process that explains it. */
const PATIENCE = 500;

/** Why a submission did not load, for the learner. Throws the error again where it is none of the learner's. */
export async function loadFault(error: unknown, process: LearnerProcess, root: string): Promise<LearnerFault> {
  if (error instanceof ThrownByLearner) {
    return new LearnerFault(
      'did not load',
      withLimit('Your server did not load: an error was thrown.', error.remote, root),
      learnerError(error.remote, root),
    );
  }
  if (error instanceof DeadlineExceeded) {
    return new LearnerFault('did not load', `Your server did not load within ${LIMITS.startUp / 1000} s.`);
  }
  if (!(error instanceof ProcessEnded)) throw error;
  await process.ended;
  const end = process.end as End;
  assertOwnEnd(end);
  if (end.cause !== 'crashed') return new LearnerFault(end.cause, `While your server loaded: ${ENDS[end.cause]}`);
  return new LearnerFault(
    'did not load',
    withLimit(`Your server did not load: the process ended (${end.detail}).`, end.error, root),
    thrownBefore(end, root),
  );
}

/** Why a request or a call had no result, and whether the process can be used again. */
export async function requestFault(
  error: unknown,
  what: string,
  process: LearnerProcess,
  { root, time }: { root: string; time: number },
): Promise<{ error: LearnerFault; endsProcess: boolean }> {
  if (error instanceof ThrownByLearner) {
    return {
      error: new LearnerFault(
        'crashed',
        withLimit(`Your code threw an error. It came when ${what}.`, error.remote, root),
        learnerError(error.remote, root),
      ),
      endsProcess: false,
    };
  }
  if (error instanceof DeadlineExceeded) {
    const reason = `Your server had not answered within ${Math.ceil(time / 100) / 10} s. It was when ${what}.`;
    return { error: new LearnerFault('timeout', reason), endsProcess: true };
  }
  // A connection that breaks may be the first sign of a process that ends: wait a moment to know why.
  await Promise.race([process.ended, new Promise((resolve) => setTimeout(resolve, PATIENCE).unref())]);
  if (process.end) return { error: endFault(process.end, what, root), endsProcess: true };
  if (isTooLarge(error))
    return {
      error: new LearnerFault('output limit', `The answer is larger than the limit. It was when ${what}.`),
      endsProcess: false,
    };
  return {
    error: new LearnerFault(
      'protocol error',
      `Your server broke off its answer, or it is no HTTP. It was when ${what}.`,
    ),
    endsProcess: false,
  };
}

function endFault(end: End, what: string, root: string): LearnerFault {
  assertOwnEnd(end);
  if (end.cause !== 'crashed') return new LearnerFault(end.cause, `When ${what}: ${ENDS[end.cause]}`);
  const reason = withLimit(`Your server crashed (${end.detail}). It was when ${what}.`, end.error, root);
  return new LearnerFault('crashed', reason, thrownBefore(end, root));
}

/** Adds which limit an error comes from, if it comes from one. */
function withLimit(reason: string, error: RemoteError | undefined, root: string): string {
  const limit = error && limitSentence(error, root);
  return limit ? `${reason} ${limit}` : reason;
}

function thrownBefore(end: End, root: string) {
  return end.error && learnerError(end.error, root);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_ANSWER_TOO_LARGE';
}
