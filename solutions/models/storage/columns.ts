import type { Row, TableDefinition } from './definition.ts';

type Columns = TableDefinition['columns'];

/** The name in the database of an attribute: `firstName` is kept as `first_name`. */
export function columnName(attribute: string): string {
  return attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A value as the database keeps it. */
export function toColumn(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}

/** The row for those attributes of an object that have a column. */
export function toRow(columns: Columns, object: object): Row {
  const attributes = new Map<string, unknown>(Object.entries(object));
  return Object.fromEntries(Object.keys(columns).map((name) => [columnName(name), toColumn(attributes.get(name))]));
}

/** The attributes in a row that was read under the attributes' own names. */
export function fromRow(columns: Columns, row: Row): Record<string, string | Date | null> {
  const pairs = Object.entries(row).map(([name, value]) => [name, columns[name] === 'date' ? toDate(value) : value]);
  return Object.fromEntries(pairs);
}

function toDate(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
