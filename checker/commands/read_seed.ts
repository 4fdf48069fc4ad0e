import { UserError } from '../errors.ts';
import { randomSeed } from '../grading/check_submission.ts';

/** The seed that `--seed` names, or one by chance. Throws a UserError for what is none. */
export function readSeed(text: string | undefined): number {
  if (text === undefined) return randomSeed();
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < 2 ** 32) return seed;
  throw new UserError(
    `--seed takes a whole number from 0 to ${2 ** 32 - 1}, not "${text}". A report prints the seed that it used.`,
  );
}
