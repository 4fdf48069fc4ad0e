import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient, PoolConfig } from 'pg';
import { fromPostgres, toPostgres } from './postgres_text.ts';
import { explain } from './unavailable_error.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5000;
const QUERY_TIMEOUT_MS = 10_000;

/** Connections to the PostgreSQL database that a URL names, with `changes` to how they are. Each is made when it is needed. */
export async function createPool(url: string, changes: PoolConfig = {}): Promise<Pool> {
  // Loaded only here, so that `pg` costs nothing where it is not used.
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: QUERY_TIMEOUT_MS,
    // Longer than the database's own limit: it is for a database that has fallen silent.
    query_timeout: QUERY_TIMEOUT_MS + 2000,
    keepAlive: true,
    application_name: 'session-auth-kata',
    ...changes,
  });
  // A connection broke. Whoever uses it learns so from his query; the pool drops it, and makes a new one when it needs one.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** A pool in the form that Kysely takes. */
export function adapt(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => adaptClient(await pool.connect().catch(explain)),
    end: () => pool.end(),
  };
}

function adaptClient(client: PoolClient): PostgresPoolClient {
  let fault: Error | undefined;

  async function query(sql: string, parameters: readonly unknown[]) {
    try {
      const result = await client.query(sql, parameters.map(toPostgres));
      return { ...result, rows: result.rows.map(fromPostgres) };
    } catch (error) {
      fault = error as Error;
      return explain(fault);
    }
  }

  // A connection on which something failed may still be at work on it: the pool must not hand it out again.
  const release = () => client.release(fault);
  return { query, release } as unknown as PostgresPoolClient;
}
