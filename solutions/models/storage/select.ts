import type { CompiledQuery, Kysely } from 'kysely';
import { columnName } from './columns.ts';
import type { Row, TableDefinition, Tables } from './definition.ts';

/** The queries of one table for its objects, by the attributes that they look for. */
export class SelectQueries {
  readonly #definition: TableDefinition;
  readonly #compiled = new Map<string, CompiledQuery>();

  constructor(definition: TableDefinition) {
    this.#definition = definition;
  }

  /**
   * The query for the objects with these values, oldest first, in columns that are named like the attributes.
   *
   * It is compiled once for each set of attributes: nearly every request looks up a user or a session, and to build
   * the SQL takes longer than to run it.
   *
   * @throws {Error} where the table does not have one of the attributes.
   */
  find(db: Kysely<Tables>, wanted: Row): CompiledQuery {
    const key = Object.entries(wanted).map(([name, value]) => (value === null ? `${name} is null` : name));
    const parameters = Object.values(wanted).filter((value) => value !== null);
    const query = this.#compiled.get(key.join()) ?? this.#compile(db, wanted);
    this.#compiled.set(key.join(), query);
    return { ...query, parameters };
  }

  #compile(db: Kysely<Tables>, wanted: Row): CompiledQuery {
    const { table, columns } = this.#definition;
    const names = Object.keys(columns).map((name) => `${columnName(name)} as ${name}`);
    let query = db.selectFrom(table).select(names).orderBy('created_at').orderBy('id');
    for (const [name, value] of Object.entries(wanted)) {
      if (!Object.hasOwn(columns, name)) throw new Error(`the table ${table} has no column for ${name}`);
      // In SQL, `= null` is true of nothing.
      query = query.where(columnName(name), value === null ? 'is' : '=', value);
    }
    return query.compile();
  }
}
