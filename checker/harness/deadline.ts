/** The time did not suffice. The process runs on until it is killed. */
export class DeadlineExceeded extends Error {}

/** A time is counted in so many parts. */
const PARTS = 10;

/** At most so many times the time is added for waiting. */
const PATIENCE = 9;

/**
 * The value of some work. Throws `DeadlineExceeded` where it takes more milliseconds than it may. Only time in which it could
 * have gone on counts: while the machine sleeps, or has no time for us, a part lasts longer than it should and is one part;
 * and what `waited` says is given back, the milliseconds (since any moment) that the work waited for a processor.
 */
export async function within<T>(work: Promise<T>, milliseconds: number, waited = () => 0): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const pass = (time: number) => new Promise((resolve) => (timer = setTimeout(resolve, time)));
  const deadline = async (): Promise<never> => {
    let before = 0;
    for (let part = 0; part < PARTS; part += 1) {
      await pass(milliseconds / PARTS);
      // Not at the beginning: most work is long done, and looking costs time as well.
      if (part === 0) before = waited();
    }
    for (let given = 0; ; ) {
      const more = Math.min(waited() - before, PATIENCE * milliseconds) - given;
      if (more < 1) throw new DeadlineExceeded();
      await pass(more);
      given += more;
    }
  };
  try {
    return await Promise.race([work, deadline()]);
  } finally {
    clearTimeout(timer);
  }
}

/** Of so many milliseconds those that count, where `waited` of them were spent waiting for a processor: as `within` counts them. */
export function withoutWaiting(milliseconds: number, waited: number): number {
  return Math.min(milliseconds, Math.max(milliseconds - waited, milliseconds / (1 + PATIENCE)));
}
