import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect, type SqliteStatement } from 'kysely';
import { ConfigurationError } from '../../configuration_error.ts';

const BUSY_TIMEOUT_MS = 5000;

/**
 * The SQLite database in the file `path` (`:memory:` for one that ends with the process), in the form that Kysely takes.
 *
 * @throws {ConfigurationError} where the file cannot be opened, or is not a database.
 */
export function sqliteDialect(path: string): Dialect {
  const database = open(path);
  const prepared = new Map<string, SqliteStatement>();

  /** Prepares each statement once. There are only a few: the SQL comes from the models, and values are parameters. */
  function prepare(sql: string): SqliteStatement {
    const statement = prepared.get(sql) ?? adapt(database, sql);
    prepared.set(sql, statement);
    return statement;
  }

  return new SqliteDialect({ database: { prepare, close: () => database.close() } });
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

/** A statement of `node:sqlite` in the form that Kysely takes. */
function adapt(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...(values as SQLInputValue[])),
    run: (values) => statement.run(...(values as SQLInputValue[])),
    iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
  };
}
