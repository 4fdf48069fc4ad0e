import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import { ConfigurationError } from '../../configuration_error.ts';
import { createTable } from './create_table.ts';
import type { Database, Row, Tables } from './definition.ts';
import { readTogether } from './read_together.ts';

const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the SQLite database in the file `path` (`:memory:` for one that ends with the process).
 *
 * @throws {ConfigurationError} where the file cannot be opened, or is not a database.
 */
export function openSqlite(path: string): Database {
  const database = open(path);
  const prepared = new Map<string, Statement>();

  /** Prepares each statement once. There are only a few: the SQL comes from the models, and values are parameters. */
  function prepare(sql: string): Statement {
    const statement = prepared.get(sql) ?? adapt(database, sql);
    prepared.set(sql, statement);
    return statement;
  }

  const kysely = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: { prepare, close: () => database.close() } }),
  });
  return {
    kysely,
    read: readTogether(database, ({ sql, parameters }) => prepare(sql).all(parameters) as Row[]),
    createTable: (definition) => createTable(kysely, definition),
  };
}

function open(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    // With a write-ahead log, those who read do not wait for the one who writes.
    database.exec('PRAGMA journal_mode = WAL');
    // FULL waits for the disk at each commit. NORMAL would survive the end of the process, but a power cut
    // could bring back a session after its logout was answered. Writes are rare here: the wait costs little.
    database.exec('PRAGMA synchronous = FULL');
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`The SQLite database "${path}" cannot be opened: ${reason}.`);
  }
}

type Statement = SqliteStatement & { all(values: readonly unknown[]): unknown[] };

/** A statement of `node:sqlite` in the form that Kysely takes. */
function adapt(database: DatabaseSync, sql: string): Statement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...(values as SQLInputValue[])),
    run: (values) => statement.run(...(values as SQLInputValue[])),
    iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
  };
}
