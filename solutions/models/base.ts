// biome-ignore-all lint/complexity/noThisInStatic: here `this` is the model that the static method is called on
import { randomUUID } from 'node:crypto';
import { DuplicateError } from './duplicate_error.ts';
import type { ColumnType, Index, TableDefinition } from './storage/definition.ts';
import { Table } from './storage/table.ts';

/** What every object has, whatever its model. Each is made where it is not given. */
export type BaseAttributes = { id?: string; createdAt?: Date; updatedAt?: Date };

/** A class that extends `Base`. */
type Model<M extends Base> = TableDefinition & { new (attributes: never): M };

const tables = new Map<unknown, Table>();

/**
 * What all models have in common: an id, the times of creation and of the last change, and a place in the database.
 *
 * A model declares its table, its own columns and its indexes as static data: what is missing in the database is
 * created at the first use. Its constructor takes all attributes as one object, or nothing at all.
 */
export class Base {
  static readonly table: string = '';
  static readonly columns: Record<string, ColumnType> = {};
  static readonly indexes: Index[] = [];

  readonly id: string;
  readonly createdAt: Date;
  updatedAt: Date;
  /** Whether the database has it, so that `save()` changes it there and adds no second one. */
  #isStored = false;

  constructor(attributes: BaseAttributes = {}) {
    this.id = attributes.id ?? randomUUID();
    // The time is this program's, never the database's: so it can be compared with `Date.now()`.
    this.createdAt = attributes.createdAt ?? new Date();
    this.updatedAt = attributes.updatedAt ?? new Date(this.createdAt);
  }

  /** The stored object with this id, or `null`. */
  static async get<M extends Base>(this: Model<M>, id: string): Promise<M | null> {
    const [object] = await Base.#load(this, { id });
    return object ?? null;
  }

  /** All stored objects of this model, oldest first. */
  static async all<M extends Base>(this: Model<M>): Promise<M[]> {
    return Base.#load(this, {});
  }

  /** The number of stored objects of this model. */
  static async count<M extends Base>(this: Model<M>): Promise<number> {
    return tableOf(this).count();
  }

  /**
   * The stored objects that have every one of these attributes, oldest first. With no attributes: all of them.
   *
   * @throws {Error} where the model has no such attribute.
   */
  static async search<M extends Base>(this: Model<M>, attributes: Partial<M> = {}): Promise<M[]> {
    return Base.#load(this, attributes);
  }

  static async #load<M extends Base>(model: Model<M>, wanted: object): Promise<M[]> {
    const found = await tableOf(model).select(wanted);
    return found.map((attributes) => {
      // Assigned as well: a model whose constructor takes nothing is a model too.
      const object = Object.assign(new model(attributes as never), attributes);
      object.#isStored = true;
      return object;
    });
  }

  /**
   * Stores the object, new or changed. Once the promise is fulfilled, nothing that happens to this program can undo it.
   *
   * @throws {DuplicateError} where another object already has a value that must be unique.
   */
  async save(): Promise<void> {
    const table = tableOf(this.constructor);
    this.updatedAt = new Date();
    if (this.#isStored) {
      // An object that was removed in the meantime stays removed.
      await table.update(this.id, this);
      return;
    }
    if (!(await table.insert(this))) throw new DuplicateError(`such a ${this.constructor.name} exists already`);
    this.#isStored = true;
  }

  /** Deletes the object from the database. Gives `false` where it is not there (any more). */
  async remove(): Promise<boolean> {
    this.#isStored = false;
    return tableOf(this.constructor).delete(this.id);
  }

  /** What the world may see of the object, in the wire format: times are ISO 8601 in UTC. */
  toJson(): Record<string, string | null> {
    return { id: this.id, created_at: this.createdAt.toISOString(), updated_at: this.updatedAt.toISOString() };
  }
}

/** The table of a model. There is one for each class, so that its queries are compiled once. */
function tableOf(model: unknown): Table {
  const known = tables.get(model);
  if (known) return known;
  const { name, table, columns, indexes } = model as TableDefinition & { name: string };
  if (!table) throw new Error(`the model ${name} declares no table`);
  const created = new Table({
    table,
    columns: { id: 'text', ...columns, createdAt: 'date', updatedAt: 'date' },
    indexes,
  });
  tables.set(model, created);
  return created;
}
