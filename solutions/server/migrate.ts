import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Tables } from '../models/storage/definition.ts';
import { database } from '../models/storage/index.ts';
import { adapt, createPool } from '../models/storage/postgres_pool.ts';
import { log } from './log.ts';
import { migrations } from './migrations.ts';

/** The key of the lock that instances hold while they migrate: any number that all of them know. */
const LOCK = 5_308_417_203;
const SQLITE_ATTEMPTS = 5;

/**
 * Runs the migrations that the PostgreSQL database has not seen: all or none, and one instance at a time. Others wait for
 * the lock, at most `waitSeconds`.
 */
export async function migratePostgres(url: string, waitSeconds: number): Promise<void> {
  // Connections of its own: to change a large table, or to wait for whoever does, takes longer than a request may.
  const pool = await createPool(url, { max: 1, statement_timeout: 0, query_timeout: 0 });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: adapt(pool) }) });
  // 0 would be no bound at all.
  const wait = String(Math.max(1, waitSeconds * 1000));
  try {
    await kysely.transaction().execute(async (transaction) => {
      await sql`select set_config('lock_timeout', ${wait}, true)`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
      await migrate(transaction);
    });
  } finally {
    await kysely.destroy();
  }
}

/** The same for SQLite, which has no such lock: who comes second fails, and finds the work done when it looks again. */
export async function migrateSqlite(attempts = SQLITE_ATTEMPTS): Promise<void> {
  try {
    await migrate(database().kysely);
  } catch (error) {
    if (attempts === 1) throw error;
    await migrateSqlite(attempts - 1);
  }
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  for (const { migrationName, status } of results ?? []) {
    if (status === 'Success') log.info({ event: 'migrated', migration: migrationName });
  }
  if (error) throw error;
}
