import type { CompiledQuery, Kysely } from 'kysely';
import { columnName, fromRow, toColumn, toRow } from './columns.ts';
import { createTable } from './create_table.ts';
import type { Row, TableDefinition, Tables } from './definition.ts';
import { database } from './index.ts';

/** One table of the database. It takes and gives attributes, and is created at its first use. */
export class Table {
  readonly #definition: TableDefinition;
  readonly #selects = new Map<string, CompiledQuery>();
  #creation: Promise<void> | undefined;

  constructor(definition: TableDefinition) {
    this.#definition = definition;
  }

  /**
   * The attributes of all objects that have every one of the `wanted` values, oldest first.
   *
   * @throws {Error} where `wanted` names an attribute that the table does not have.
   */
  async select(wanted: object): Promise<Record<string, string | Date | null>[]> {
    const db = await this.#ready();
    const pairs = Object.entries(wanted).map(([name, value]): [string, string | null] => [name, toColumn(value)]);
    const parameters = pairs.map(([, value]) => value).filter((value) => value !== null);
    const { rows } = await db.executeQuery<Row>({ ...this.#selectBy(db, pairs), parameters });
    return rows.map((row) => fromRow(this.#definition.columns, row));
  }

  /** The number of objects in the table. */
  async count(): Promise<number> {
    const db = await this.#ready();
    const query = db.selectFrom(this.#definition.table).select((select) => select.fn.countAll().as('total'));
    const { total } = await query.executeTakeFirstOrThrow();
    return Number(total);
  }

  /** Adds an object. Gives `false`, and adds nothing, where the id or a unique index has its values already. */
  async insert(object: object): Promise<boolean> {
    const db = await this.#ready();
    const query = db.insertInto(this.#definition.table).values(toRow(this.#definition.columns, object));
    const { numInsertedOrUpdatedRows } = await query.onConflict((on) => on.doNothing()).executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }

  /** Writes the object over the stored one with its id. Gives `false` where there is none (any more). */
  async update(id: string, object: object): Promise<boolean> {
    const db = await this.#ready();
    const query = db.updateTable(this.#definition.table).set(toRow(this.#definition.columns, object));
    const { numUpdatedRows } = await query.where('id', '=', id).executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  /** Deletes the object with this id. Gives `false` where there is none (any more). */
  async delete(id: string): Promise<boolean> {
    const db = await this.#ready();
    const { numDeletedRows } = await db
      .deleteFrom(this.#definition.table)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numDeletedRows === 1n;
  }

  /** The database, with this table in it. A creation that failed is tried again at the next use. */
  async #ready(): Promise<Kysely<Tables>> {
    const db = database();
    this.#creation ??= createTable(db, this.#definition).catch((error) => {
      this.#creation = undefined;
      throw error;
    });
    await this.#creation;
    return db;
  }

  /**
   * The query for objects with these attributes, compiled once for each set of names: most requests look up a user
   * or a session, and building the SQL takes longer than running it.
   */
  #selectBy(db: Kysely<Tables>, wanted: [name: string, value: string | null][]): CompiledQuery {
    const key = wanted.map(([name, value]) => `${name} ${value === null}`).join();
    const query = this.#selects.get(key) ?? this.#compileSelect(db, wanted);
    this.#selects.set(key, query);
    return query;
  }

  #compileSelect(db: Kysely<Tables>, wanted: [name: string, value: string | null][]): CompiledQuery {
    const { table, columns } = this.#definition;
    const names = Object.keys(columns).map((name) => `${columnName(name)} as ${name}`);
    let query = db.selectFrom(table).select(names).orderBy('created_at').orderBy('id');
    for (const [name, value] of wanted) {
      if (!Object.hasOwn(columns, name)) throw new Error(`the table ${table} has no column for ${name}`);
      // In SQL `= null` is never true.
      query = query.where(columnName(name), value === null ? 'is' : '=', value);
    }
    return query.compile();
  }
}
