/** The time did not suffice. The process runs on until it is killed. */
export class DeadlineExceeded extends Error {}

/** A time is counted in so many parts. */
const PARTS = 10;

/**
 * The value of some work. Throws `DeadlineExceeded` where it takes more milliseconds than it may. Only time in which we could
 * have seen its end counts: while the machine sleeps, or has no time for us, a part lasts longer than it should and is one part.
 */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = async (): Promise<never> => {
    for (let part = 0; part < PARTS; part += 1)
      await new Promise((resolve) => (timer = setTimeout(resolve, milliseconds / PARTS)));
    throw new DeadlineExceeded();
  };
  try {
    return await Promise.race([work, deadline()]);
  } finally {
    clearTimeout(timer);
  }
}
