import type { Check, Exchange } from './report.ts';

/** A UUID, or one that a check made a character shorter or longer to see that it is refused. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,13}/gi;
const SET_COOKIE_VALUE = /^[^=;]+=([^;]+)/;

/** A value shorter than this could stand anywhere in a text by chance. */
const MIN_COOKIE_VALUE = 8;

/**
 * A check in which ids that learner code made appear as `<id 1>`, `<id 2>`, by first appearance: the same submission and
 * seed then give the same bytes. Such ids are UUIDs, and whatever value the learner's server sets as a cookie. Only what
 * tells of the learner's server is changed: the words of the report itself are not the learner's to choose.
 */
export function withoutFreshIds(check: Check): Check {
  const { expected, actual, reason, log, curl, error, exchanges } = check;
  const rename = renamer(exchanges ?? []);
  return {
    ...check,
    // What happened first names the ids: the exchanges stand in the order of time.
    ...(exchanges && { exchanges: exchanges.map((exchange) => renamedExchange(exchange, rename)) }),
    ...(reason !== undefined && { reason: rename(reason) }),
    ...('expected' in check && { expected: mapTexts(expected, rename) }),
    ...('actual' in check && { actual: mapTexts(actual, rename) }),
    ...(error && { error: { ...error, message: rename(error.message) } }),
    ...(log !== undefined && { log: rename(log) }),
    ...(curl && { curl: curl.map(rename) }),
  };
}

type Rename = (text: string) => string;

function renamer(exchanges: Exchange[]): Rename {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? `<id ${names.size + 1}>`;
    names.set(id, name);
    return name;
  };
  // The longest first: one value may be a part of another.
  const cookies = [...new Set(exchanges.flatMap(cookieValues))].sort((one, other) => other.length - one.length);
  return (text) => {
    const renamed = text.replace(UUID, nameOf);
    return cookies.reduce(
      (done, value) => (done.includes(value) ? done.replaceAll(value, nameOf(value)) : done),
      renamed,
    );
  };
}

function cookieValues({ responseHeaders }: Exchange): string[] {
  const headers = [responseHeaders?.['set-cookie'] ?? []].flat();
  const values = headers.map((header) => SET_COOKIE_VALUE.exec(header)?.[1] ?? '');
  return values.filter((value) => value.length >= MIN_COOKIE_VALUE && value.replace(UUID, '') !== '');
}

function renamedExchange(exchange: Exchange, rename: Rename): Exchange {
  const { path, requestHeaders, requestBody, responseHeaders, responseBody } = exchange;
  return {
    ...exchange,
    path: rename(path),
    requestHeaders: mapValues(requestHeaders, rename),
    ...(requestBody !== undefined && { requestBody: rename(requestBody) }),
    ...(responseHeaders && { responseHeaders: mapValues(responseHeaders, (value) => mapTexts(value, rename)) }),
    ...(responseBody !== undefined && { responseBody: rename(responseBody) }),
  };
}

function mapValues<Value>(record: Record<string, Value>, change: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Data that came from a check, names of its properties included. */
function mapTexts<Value>(value: Value, change: Rename): Value {
  if (typeof value === 'string') return change(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)])) as Value;
}
