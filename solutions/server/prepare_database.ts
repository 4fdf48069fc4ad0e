import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { ConfigurationError } from '../configuration_error.ts';
import { database } from '../models/storage/index.ts';
import { UnavailableError } from '../models/storage/unavailable_error.ts';
import { User } from '../models/user.ts';
import { UserSession } from '../models/user_session.ts';
import { isPermanent, reasonOf } from './database_faults.ts';
import { log } from './log.ts';
import { migratePostgres, migrateSqlite } from './migrate.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

/** PostgreSQL's code for a lock that did not come free in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Makes the database ready: waits for it, checks that it can serve, creates what is missing and migrates the rest.
 *
 * @throws {ConfigurationError} where the database is not ready in time, or refuses what waiting does not change.
 */
export async function prepareDatabase(url: string, waitSeconds: number): Promise<void> {
  const isPostgres = url.startsWith('postgres');
  const deadline = Date.now() + waitSeconds * 1000;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      if (isPostgres) await judgePostgres();
      // The first use of a model creates its table.
      await Promise.all([User.get(''), UserSession.get('')]);
      return await (isPostgres ? migratePostgres(url, waitSeconds) : migrateSqlite());
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw explain(error, waitSeconds);
      if (isPermanent(error)) throw new ConfigurationError(reasonOf(error));
      if (Date.now() + wait > deadline) {
        throw new ConfigurationError(`${reasonOf(error)} Waited ${waitSeconds} seconds (DATABASE_WAIT).`);
      }
      log.warn({ event: 'waiting', reason: reasonOf(error) });
    }
    await pause(wait);
  }
}

/** Refuses a PostgreSQL database that would fail later, at the first user with a name outside ASCII or the first log-in. */
async function judgePostgres(): Promise<void> {
  const { rows } = await sql<{ encoding: string; readonly: string }>`
    select current_setting('server_encoding') as encoding, current_setting('transaction_read_only') as readonly
  `.execute(database().kysely);
  const [settings] = rows;
  if (settings?.encoding !== 'UTF8') {
    throw new ConfigurationError(
      `The PostgreSQL database has the encoding ${settings?.encoding}: make one with ENCODING 'UTF8' and TEMPLATE template0.`,
    );
  }
  if (settings.readonly === 'on') {
    throw new ConfigurationError('The PostgreSQL database is read-only: name the primary server, not a replica.');
  }
}

/** A sentence for what the operator can change; a bug stays as it is. */
function explain(error: unknown, waitSeconds: number): unknown {
  const { code, message } = error as { code?: string; message: string };
  if (code === '42501') return new ConfigurationError(`PostgreSQL does not let this user make tables: ${message}.`);
  if (code === LOCK_NOT_AVAILABLE) {
    const reason = 'Another session keeps a lock that the tables of PostgreSQL are changed under.';
    return new ConfigurationError(`${reason} Waited ${waitSeconds} seconds (DATABASE_WAIT).`);
  }
  if (code === 'ERR_SQLITE_ERROR') return new ConfigurationError(`The SQLite database cannot be used: ${message}.`);
  return error;
}
