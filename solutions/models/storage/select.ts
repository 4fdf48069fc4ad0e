import type { Kysely } from 'kysely';
import { columnName, toColumn } from './columns.ts';
import type { Query, TableDefinition, Tables } from './definition.ts';

/** The queries of one table for its objects, by the attributes that they look for. */
export class SelectQueries {
  readonly #definition: TableDefinition;
  readonly #compiled = new Map<string, string>();

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
  find(kysely: Kysely<Tables>, wanted: object): Query {
    let key = '';
    const parameters: string[] = [];
    for (const [name, value] of Object.entries(wanted)) {
      const stored = toColumn(value);
      key += stored === null ? `${name} is null,` : `${name},`;
      if (stored !== null) parameters.push(stored);
    }
    const sql = this.#compiled.get(key) ?? this.#compile(kysely, wanted);
    this.#compiled.set(key, sql);
    return { sql, parameters };
  }

  #compile(kysely: Kysely<Tables>, wanted: object): string {
    const { table, columns } = this.#definition;
    const names = Object.keys(columns).map((name) => `${columnName(name)} as ${name}`);
    let query = kysely.selectFrom(table).select(names).orderBy('created_at');
    for (const [name, value] of Object.entries(wanted)) {
      if (!Object.hasOwn(columns, name)) throw new Error(`the table ${table} has no column for ${name}`);
      const stored = toColumn(value);
      // In SQL, `= null` is true of nothing.
      query = query.where(columnName(name), stored === null ? 'is' : '=', stored);
    }
    return query.compile().sql;
  }
}
