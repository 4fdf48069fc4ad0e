import { within } from './deadline.ts';
import type { LearnerProcess } from './learner_process.ts';
import { LIMITS } from './limits.ts';
import { encodeArguments, type Request, type StopSignal } from './protocol.ts';

/** Runs in the learner's process. What is begun there, and waits for no clock, has ended by then. */
const someTurns = async () => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};

/**
 * Asks a process to end what it has begun. Whether that outlives a sudden end of the process would be luck, and no verdict:
 * that something is not waited for is for other checks to find.
 */
export const SETTLE: Request = {
  do: 'evaluate',
  modules: [],
  source: String(someTurns),
  args: encodeArguments([]),
};

/** Asks a process to end, as whoever runs a server does, and ends it where that takes longer than an answer may. */
export async function askToEnd(process: LearnerProcess, signal: StopSignal): Promise<void> {
  // No answer comes, or one from a server that has a way of its own to end.
  process.request({ do: 'signal', signal }, LIMITS.request).catch(() => {});
  await within(process.ended, LIMITS.request).catch(() => process.kill());
}
