import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { ConfigurationError } from '../../configuration_error.ts';
import type { Database, Query, Row, Tables } from './definition.ts';
import { adapt, createPool } from './postgres_pool.ts';
import { createPostgresTable } from './postgres_table.ts';
import { fromPostgres, toPostgres } from './postgres_text.ts';
import { explain } from './unavailable_error.ts';

/**
 * The PostgreSQL database that a URL names. Nothing is loaded, and nobody is called, before the first query.
 *
 * @throws {ConfigurationError} where the URL has no valid form.
 */
export function openPostgres(url: string): Database {
  // The message does not repeat the URL: it may hold a password, and messages end up in logs.
  if (!URL.canParse(url)) throw new ConfigurationError('DATABASE_URL is not a valid URL of a PostgreSQL database.');
  const names = new Map<string, string>();
  let pool: Promise<Pool> | undefined;

  function connections(): Promise<Pool> {
    pool ??= createPool(url);
    return pool;
  }

  /** The database parses and plans a statement that has a name only once for each connection. */
  function nameOf(sql: string): string {
    const name = names.get(sql) ?? createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
    return name;
  }

  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: async () => adapt(await connections()) }) });
  return {
    kysely,
    async read({ sql, parameters }: Query) {
      const query = { name: nameOf(sql), text: sql, values: parameters.map(toPostgres) };
      const { rows } = await (await connections()).query<Row>(query).catch(explain);
      return rows.map(fromPostgres);
    },
    createTable: (definition) => createPostgresTable(kysely, definition),
  };
}
