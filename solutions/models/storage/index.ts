import { ConfigurationError } from '../../configuration_error.ts';
import type { Database } from './definition.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

let opened: Database | undefined;

/**
 * The database that `DATABASE_URL` names. It is opened at the first call; every later call gives the same one.
 *
 * @throws {ConfigurationError} where `DATABASE_URL` has an unknown form, or names a file that cannot be opened.
 */
export function database(): Database {
  opened ??= open(process.env.DATABASE_URL || 'sqlite:kata.db');
  return opened;
}

/** Closes the database, for the end of the program: no model can be used afterwards. */
export async function closeDatabase(): Promise<void> {
  await opened?.kysely.destroy();
}

function open(url: string): Database {
  const [, path] = /^sqlite:(.+)$/.exec(url) ?? [];
  if (path) return openSqlite(path);
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url);
  // The message does not repeat the URL: it may hold a password, and messages end up in logs.
  throw new ConfigurationError(
    'DATABASE_URL must be sqlite:PATH, sqlite::memory: to keep nothing, or postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
  );
}
