import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { LIMITS_TABLE } from './rate_limits.ts';

/**
 * Changes to the database, in the order of their names. The models create their own tables; what is here changes tables
 * that exist, or adds what only the finished server needs. A migration that was released is never edited again.
 */
export const migrations: Record<string, Migration> = {
  '001_sessions_by_age': {
    async up(db: Kysely<unknown>) {
      // The sweeper looks for the oldest sessions.
      await db.schema
        .createIndex('user_sessions_created_at')
        .ifNotExists()
        .on('user_sessions')
        .column('created_at')
        .execute();
    },
  },
  '002_rate_limits': {
    async up(db: Kysely<unknown>) {
      // Used on PostgreSQL only; in the form that rate-limiter-flexible expects.
      await db.schema
        .createTable(LIMITS_TABLE)
        .ifNotExists()
        .addColumn('key', sql`varchar(255)`, (column) => column.primaryKey())
        .addColumn('points', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('expire', 'bigint')
        .execute();
    },
  },
};
