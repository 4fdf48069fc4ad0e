import type { Kysely } from 'kysely';

/** What a column holds: a string, or a `Date`. Either may be `null`. */
export type ColumnType = 'text' | 'date';

/** An index over some attributes. A unique one refuses a second object with the same values. */
export type Index = { on: string[]; unique?: boolean };

/** A table as data. The names of the columns are those of the attributes in code, in camelCase. */
export type TableDefinition = {
  table: string;
  columns: Record<string, ColumnType>;
  indexes: Index[];
};

/** One row, as the database takes and gives it: dates are ISO 8601 text in UTC, which means the same on every machine. */
export type Row = Record<string, string | null>;

/** The tables by their names, which the models declare. */
export type Tables = Record<string, Row>;

/** A query as text. The values are apart from it, so that nobody can smuggle SQL in with them. */
export type Query = { readonly sql: string; readonly parameters: readonly string[] };

/** An open database. */
export type Database = {
  /** Builds queries and runs them. */
  kysely: Kysely<Tables>;
  /** Runs a query that is built already, by the shortest way: nearly every request needs one or two. */
  read(query: Query): Promise<Row[]>;
  /** Creates what is missing of a table and its indexes. Several processes may do so at once. */
  createTable(definition: TableDefinition): Promise<void>;
};
