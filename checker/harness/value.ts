/**
 * Values as they stand in a report: JSON, in which whatever JSON has no word for is an object that names its kind under
 * `$kind`. So no text is ever taken for anything else, whatever it says.
 */

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value } | Tagged;

/** What JSON has no word for. */
export type Tagged =
  | { $kind: 'undefined' | 'symbol' | 'promise' }
  /** Something was left out here, because the whole would be too large. */
  | { $kind: 'left out' }
  /** A number that JSON cannot write: `NaN`, `Infinity`, `-Infinity`, `-0`. */
  | { $kind: 'number'; text: string }
  | { $kind: 'bigint'; text: string }
  /** ISO 8601 in UTC, or `invalid`. */
  | { $kind: 'Date'; text: string }
  | { $kind: 'function'; name: string }
  /** A list of entries, each a list of a key and a value. */
  | { $kind: 'Map'; items: Value[] }
  | { $kind: 'Set'; items: Value[] }
  /** An instance of a class of this name. */
  | { $kind: 'instance'; name: string; properties: Value }
  /** A plain object that has a key `$kind` of its own. */
  | { $kind: 'object'; entries: [string, Value][] }
  /** No value, but the checker's words for the ones that would be right. */
  | { $kind: 'words'; text: string };

/** Whether this is no plain value of JSON. */
export function isTagged(value: Value | undefined): value is Tagged {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, '$kind');
}

/** As JavaScript would write it on one line, or nearly: `undefined`, `10n`, `Map [["a",1]]`, `User {"id":"1"}`. */
export function textOf(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (isTagged(value)) return taggedText(value);
  if (typeof value === 'object' && value !== null) return entriesText(Object.entries(value));
  return JSON.stringify(value);
}

function taggedText(value: Tagged): string {
  switch (value.$kind) {
    case 'undefined':
    case 'symbol':
      return value.$kind;
    case 'promise':
      // What a call gives is waited for: only one that stands inside is left.
      return 'a promise that nobody waited for';
    case 'left out':
      return '…';
    case 'number':
    case 'words':
      return value.text;
    case 'bigint':
      return `${value.text}n`;
    case 'Date':
      return `Date ${value.text}`;
    case 'function':
      return `function ${value.name}`.trimEnd();
    case 'Map':
    case 'Set':
      return `${value.$kind} ${textOf(value.items)}`;
    case 'instance':
      return `${value.name} ${textOf(value.properties)}`;
    case 'object':
      return entriesText(value.entries);
  }
}

function entriesText(entries: [string, Value][]): string {
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${textOf(item)}`).join(',')}}`;
}

/** The value with every text in it changed, names of properties included; what is of a kind stays of that kind. */
export function mapTexts(value: Value, change: (text: string) => string): Value {
  const inside = (item: Value) => mapTexts(item, change);
  const entry = ([key, item]: [string, Value]): [string, Value] => [change(key), inside(item)];
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inside);
  if (!isTagged(value)) return Object.fromEntries(Object.entries(value).map(entry));
  if ('items' in value) return { ...value, items: value.items.map(inside) };
  if ('entries' in value) return { ...value, entries: value.entries.map(entry) };
  if ('properties' in value) return { ...value, name: change(value.name), properties: inside(value.properties) };
  if ('name' in value) return { ...value, name: change(value.name) };
  return 'text' in value ? { ...value, text: change(value.text) } : value;
}
