import type { Check } from './report.ts';

/** A UUID, or one that a check made a character shorter or longer to see that it is refused. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,13}/gi;
const SET_COOKIE_VALUE = /^[^=;]+=([^;]+)/;

/**
 * A check in which ids that learner code made appear as `<id 1>`, `<id 2>`, by first appearance: the same submission and
 * seed then give the same bytes. Such ids are UUIDs, and whatever value the learner's server sets as a cookie.
 */
export function withoutFreshIds(check: Check): Check {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const known = names.get(id);
    if (known) return known;
    const name = `<id ${names.size + 1}>`;
    names.set(id, name);
    return name;
  };
  const cookies = [...cookieValues(check)].sort((one, other) => other.length - one.length);
  const rename = (text: string): string =>
    cookies.reduce(
      (done, value) => (done.includes(value) ? done.replaceAll(value, nameOf(value)) : done),
      text.replace(UUID, nameOf),
    );
  // What happened first names the ids: the exchanges stand in the order of time.
  const exchanges = check.exchanges && mapTexts(check.exchanges, rename);
  return mapTexts({ ...check, ...(exchanges && { exchanges }) }, rename);
}

function* cookieValues(check: Check): Generator<string> {
  for (const { responseHeaders } of check.exchanges ?? []) {
    for (const header of [responseHeaders?.['set-cookie'] ?? []].flat()) {
      const value = SET_COOKIE_VALUE.exec(header)?.[1];
      // A short value could stand anywhere in a text by chance.
      if (value && value.length >= 8) yield value;
    }
  }
}

function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)])) as Value;
}
