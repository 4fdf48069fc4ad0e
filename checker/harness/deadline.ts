/** No answer came within the time. The process runs on until it is killed. */
export class DeadlineExceeded extends Error {}

/** The value of some work. Throws `DeadlineExceeded` where it takes more milliseconds than it may. */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeadlineExceeded()), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
