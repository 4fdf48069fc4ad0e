import type { RemoteError } from './protocol.ts';

/** Why a process ended, as far as the checker saw it. */
export type End = {
  cause: 'crashed' | 'memory' | 'output limit' | 'protocol error';
  /** Somebody else ended it, by a signal that it cannot send itself: that is no fault of its own. */
  fromOutside?: true;
  detail: string;
  exitCode: number | null;
  error?: RemoteError;
};

/** An error that the learner's code threw, as it came over the channel. */
export class ThrownByLearner extends Error {
  readonly remote: RemoteError;

  constructor(remote: RemoteError) {
    super(remote.message);
    this.remote = remote;
  }
}

/** @throws {Error} where somebody else ended the process: then nothing is known of the submission */
export function assertOwnEnd({ fromOutside }: End): void {
  if (fromOutside)
    throw new Error('Something outside ended the process of the submission (SIGKILL). Is there too little memory?');
}

/** The process ended while an answer was awaited. `end` on the process tells why. */
export class ProcessEnded extends Error {}
