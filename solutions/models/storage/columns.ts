import { types } from 'node:util';
import type { Row, TableDefinition } from './definition.ts';

/** The attributes of an object that have a column. */
export type Attributes = Record<string, string | Date | null>;

/** The name in the database of an attribute: `firstName` is kept as `first_name`. */
export function columnName(attribute: string): string {
  return attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A value as the database keeps it. */
export function toColumn(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return types.isDate(value) ? value.toISOString() : String(value);
}

/** The row for those attributes of an object that have a column. */
export function toRow(columns: TableDefinition['columns'], object: object): Row {
  const attributes = new Map<string, unknown>(Object.entries(object));
  return Object.fromEntries(Object.keys(columns).map((name) => [columnName(name), toColumn(attributes.get(name))]));
}

/** The attributes in a row that was read under the attributes' own names. `dates` are those that hold a date. */
export function toAttributes(row: Row, dates: string[]): Attributes {
  const attributes: Attributes = row;
  for (const name of dates) {
    const text = row[name];
    if (typeof text === 'string') attributes[name] = new Date(text);
  }
  return attributes;
}
