/**
 * PostgreSQL keeps every character in a text but U+0000. Clients may send that one too, so it is written as two others;
 * U+001B, which begins them, is written as two as well. All other texts stay as they are.
 */

/** A parameter of a query as PostgreSQL takes it. */
export function toPostgres(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replaceAll('\u001b', '\u001b1').replaceAll('\0', '\u001b0');
}

/** A row as it was before `toPostgres`. */
export function fromPostgres<Row extends Record<string, unknown>>(row: Row): Row {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'string' || !value.includes('\u001b')) continue;
    Object.assign(row, { [name]: value.replaceAll('\u001b0', '\0').replaceAll('\u001b1', '\u001b') });
  }
  return row;
}
