import { type Attributes, toAttributes, toRow } from './columns.ts';
import type { Database, TableDefinition } from './definition.ts';
import { database } from './index.ts';
import { SelectQueries } from './select.ts';

/** One table of the database. It takes objects and gives their attributes, and is created at its first use. */
export class Table {
  readonly #definition: TableDefinition;
  readonly #dates: string[];
  readonly #queries: SelectQueries;
  #creation: Promise<void> | undefined;

  constructor(definition: TableDefinition) {
    this.#definition = definition;
    this.#dates = Object.keys(definition.columns).filter((name) => definition.columns[name] === 'date');
    this.#queries = new SelectQueries(definition);
  }

  /**
   * The attributes of all objects that have every one of the `wanted` values, oldest first.
   *
   * @throws {Error} where `wanted` names an attribute that the table does not have.
   */
  async select(wanted: object): Promise<Attributes[]> {
    const db = await this.#ready();
    const rows = await db.read(this.#queries.find(db.kysely, wanted));
    return rows.map((row) => toAttributes(row, this.#dates));
  }

  /** The number of objects in the table. */
  async count(): Promise<number> {
    const { kysely } = await this.#ready();
    const query = kysely.selectFrom(this.#definition.table).select((select) => select.fn.countAll().as('total'));
    const { total } = await query.executeTakeFirstOrThrow();
    return Number(total);
  }

  /** Adds an object. Gives `false`, and adds nothing, where its id or another unique value is there already. */
  async insert(object: object): Promise<boolean> {
    const { kysely } = await this.#ready();
    const query = kysely.insertInto(this.#definition.table).values(toRow(this.#definition.columns, object));
    const { numInsertedOrUpdatedRows } = await query.onConflict((on) => on.doNothing()).executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }

  /** Writes an object over the stored one with this id. Gives `false` where there is none (any more). */
  async update(id: string, object: object): Promise<boolean> {
    const { kysely } = await this.#ready();
    const query = kysely.updateTable(this.#definition.table).set(toRow(this.#definition.columns, object));
    const { numUpdatedRows } = await query.where('id', '=', id).executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  /** Deletes the object with this id. Gives `false` where there is none (any more). */
  async delete(id: string): Promise<boolean> {
    const { kysely } = await this.#ready();
    const query = kysely.deleteFrom(this.#definition.table).where('id', '=', id);
    const { numDeletedRows } = await query.executeTakeFirstOrThrow();
    return numDeletedRows === 1n;
  }

  /** The database, with this table in it. A creation that failed is tried again at the next use. */
  async #ready(): Promise<Database> {
    const db = database();
    this.#creation ??= db.createTable(this.#definition).catch((error) => {
      this.#creation = undefined;
      throw error;
    });
    await this.#creation;
    return db;
  }
}
