import { setTimeout } from 'node:timers/promises';

/** The time did not suffice. The process runs on until it is killed. */
export class DeadlineExceeded extends Error {}

/** A time is counted in so many parts. */
const PARTS = 10;

/**
 * The value of some work. Throws `DeadlineExceeded` where it takes more milliseconds than it may. Only time in which we run
 * ourselves counts: while the machine sleeps, or is too busy for us, a part lasts longer than it should, and is one part.
 */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const ending = new AbortController();
  const deadline = async (): Promise<never> => {
    for (let part = 0; part < PARTS; part += 1)
      await setTimeout(milliseconds / PARTS, undefined, { signal: ending.signal });
    throw new DeadlineExceeded();
  };
  try {
    return await Promise.race([work, deadline()]);
  } finally {
    ending.abort();
  }
}
