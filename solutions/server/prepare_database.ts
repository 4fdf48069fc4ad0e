import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { ConfigurationError } from '../configuration_error.ts';
import { database } from '../models/storage/index.ts';
import { UnavailableError } from '../models/storage/unavailable_error.ts';
import { User } from '../models/user.ts';
import { UserSession } from '../models/user_session.ts';
import { isPermanent, reasonOf } from './database_faults.ts';
import { log } from './log.ts';
import { migrations } from './migrations.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
const SQLITE_ATTEMPTS = 5;

/**
 * Makes the database ready: waits for it, checks that it can serve, creates what is missing and migrates the rest.
 *
 * @throws {ConfigurationError} where the database is not ready in time, or refuses what waiting does not change.
 */
export async function prepareDatabase(isPostgres: boolean, waitSeconds: number): Promise<void> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      if (isPostgres) await judgePostgres();
      // The first use of a model creates its table.
      await Promise.all([User.get(''), UserSession.get('')]);
      return await migrate(isPostgres ? 1 : SQLITE_ATTEMPTS);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw explain(error);
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

/**
 * Runs the migrations that the database has not seen. On PostgreSQL, Kysely holds an advisory lock meanwhile. SQLite has
 * none: who comes second at the same moment fails, and finds the work done when it looks again.
 */
async function migrate(attempts: number): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const migrator = new Migrator({ db: database().kysely, provider });
  const { error, results } = await migrator.migrateToLatest();
  for (const { migrationName, status } of results ?? []) {
    if (status === 'Success') log.info({ event: 'migrated', migration: migrationName });
  }
  if (error && attempts > 1) return migrate(attempts - 1);
  if (error) throw error;
}

/** A sentence for what the operator can change; a bug stays as it is. */
function explain(error: unknown): unknown {
  const { code, message } = error as { code?: string; message: string };
  if (code === '42501') return new ConfigurationError(`PostgreSQL does not let this user make tables: ${message}.`);
  if (code === 'ERR_SQLITE_ERROR') return new ConfigurationError(`The SQLite database cannot be used: ${message}.`);
  return error;
}
