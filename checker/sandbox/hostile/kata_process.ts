// Runs commands of `kata` in a process that stays. What a submission does to its checker, it does to this one alone.
import { type Finished, kata } from '../../e2e/kata.ts';

/** What the process is asked, and what it answers: the same number belongs together. */
export type Request = { id: number; args: string[] };
export type Answer = Finished & { id: number };

process.on('disconnect', () => process.exit(0));
process.on('message', async ({ id, args }: Request) => {
  process.send?.({ id, ...(await kata(args)) } satisfies Answer);
});
