import { type Kysely, sql } from 'kysely';
import { columnName } from './columns.ts';
import type { TableDefinition, Tables } from './definition.ts';

/** The key of the lock that processes hold while they create tables: any number that all of them know. */
const LOCK = 5_308_417_202;

/** Creates what is missing of a table and its indexes: all of it or nothing, and one process at a time. */
export async function createPostgresTable(kysely: Kysely<Tables>, definition: TableDefinition): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    // `if not exists` alone fails where two processes find at the same moment that it does not exist.
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
    await create(transaction, definition);
  });
}

async function create(db: Kysely<Tables>, { table, columns, indexes }: TableDefinition): Promise<void> {
  const names = Object.keys(columns).map(columnName);
  const declared = names.map((name) => sql`${sql.ref(name)} text ${name === 'id' ? sql`primary key` : sql``}`);
  await sql`create table if not exists ${sql.table(table)} (${sql.join(declared)})`.execute(db);

  for (const { on, unique } of indexes) {
    const name = [table, ...on.map(columnName)].join('_');
    if (unique) await addUnique(db, table, name, on.map(columnName));
    else await db.schema.createIndex(name).ifNotExists().on(table).columns(on.map(columnName)).execute();
  }
}

/**
 * Refuses a second row with the same values. A unique index of the usual kind takes no text over 2,700 bytes; one over
 * hashes does, but for one column only. It makes look-ups fast as well.
 */
async function addUnique(db: Kysely<Tables>, table: string, name: string, columns: string[]): Promise<void> {
  const [column, ...others] = columns.map((each) => sql.ref(each));
  const there =
    await sql`select 1 from pg_constraint where conname = ${name} and conrelid = ${table}::regclass`.execute(db);
  if (there.rows.length > 0) return;
  const rule =
    others.length > 0 ? sql`unique (${sql.join([column, ...others])})` : sql`exclude using hash (${column} with =)`;
  await sql`alter table ${sql.table(table)} add constraint ${sql.ref(name)} ${rule}`.execute(db);
}
