import { encodeArguments, type Request } from './protocol.ts';

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
