import type { RemoteError } from './protocol.ts';

/** Why a process ended, as far as the checker saw it. */
export type End = {
  cause: 'crashed' | 'memory' | 'output limit' | 'protocol error';
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

/** The process ended while an answer was awaited. `end` on the process tells why. */
export class ProcessEnded extends Error {}
