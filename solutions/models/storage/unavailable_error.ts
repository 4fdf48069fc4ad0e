/** The database cannot work at present: it is away, full or blocked, or it lets nobody in. `cause` says why. */
export class UnavailableError extends Error {
  override name = 'UnavailableError';

  constructor(cause: Error) {
    super(`the database is not available: ${cause.message}`, { cause });
  }
}

/** Codes with which PostgreSQL says so itself: connection, resources, shutdown, disk, time; read-only; user and database. */
const CANNOT_WORK = /^(?:08|53|57014|57P|58|25006|28|3D000)/;

/**
 * Throws an error of PostgreSQL on: as `UnavailableError` where the database cannot work, else as it is.
 */
export function explain(error: Error & { code?: string; severity?: string }): never {
  // Only what the database itself has sent has a severity. Anything else is a connection that failed or broke.
  if (error.severity && !CANNOT_WORK.test(error.code ?? '')) throw error;
  throw new UnavailableError(error);
}
