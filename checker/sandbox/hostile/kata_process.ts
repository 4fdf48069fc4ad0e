// Runs commands of `kata` in a process that stays. What a submission does to its checker, it does to this one alone.
import { type Finished, kata } from '../../e2e/kata.ts';
import { warmLanes } from '../../e2e/warm.ts';

/** What the process is asked, and what it answers: the same number belongs together. */
export type Request = { id: number; args: string[] };
export type Answer = Finished & { id: number };

// It ends by itself, if no submission has left anything behind that keeps it.
process.on('disconnect', async () => (await warmLanes()).close());
process.on('message', async ({ id, args }: Request) => {
  process.send?.({ id, ...(await kata(args)) } satisfies Answer);
});
