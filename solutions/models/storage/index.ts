import { Kysely } from 'kysely';
import { ConfigurationError } from '../../configuration_error.ts';
import type { Tables } from './definition.ts';
import { sqliteDialect } from './sqlite.ts';

let opened: Kysely<Tables> | undefined;

/**
 * The database that `DATABASE_URL` names. It is opened at the first call; every later call gives the same one.
 *
 * @throws {ConfigurationError} where `DATABASE_URL` has an unknown form, or names a database that cannot be opened.
 */
export function database(): Kysely<Tables> {
  opened ??= open(process.env.DATABASE_URL || 'sqlite:kata.db');
  return opened;
}

/** Closes the database, for the end of the program: no model can be used afterwards. */
export async function closeDatabase(): Promise<void> {
  await opened?.destroy();
}

function open(url: string): Kysely<Tables> {
  const [, path] = /^sqlite:(.+)$/.exec(url) ?? [];
  if (path) return new Kysely<Tables>({ dialect: sqliteDialect(path) });

  // The messages do not repeat the URL: it may hold a password, and messages end up in logs.
  if (/^postgres(ql)?:/.test(url)) {
    throw new ConfigurationError(
      'DATABASE_URL names a PostgreSQL database, which is not supported yet: use sqlite:PATH.',
    );
  }
  throw new ConfigurationError('DATABASE_URL must be sqlite:PATH, or sqlite::memory: to keep nothing.');
}
