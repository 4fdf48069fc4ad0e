import { shorten } from './shorten.ts';

const MAX_BODY = 2000;
const MAX_PATH = 2000;

/** Characters of all headers of one message together, and lines of one name: what a submission sends is shown, and not carried. */
const MAX_HEADERS = 4000;
const MAX_LINES = 20;

/** Headers that say nothing about the learner's work, or change from day to day. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'date',
  'etag',
  'connection',
  'keep-alive',
  'content-length',
  'host',
  'accept-encoding',
  'user-agent',
  'accept',
]);

/** Headers as they stand in a report: lower-case names, without those that say nothing, and cut where they are too long. */
export function reportedHeaders<Value extends string | string[]>(
  headers: Record<string, Value | undefined>,
  leftOut = LEFT_OUT,
): Record<string, Value> {
  let left = MAX_HEADERS;
  const cut = (text: string): string => {
    const shown = shorten(text, Math.max(0, left));
    left -= shown.length;
    return shown;
  };
  const kept = Object.entries(headers).flatMap(([given, value]) => {
    const name = given.toLowerCase();
    if (value === undefined || left <= 0 || leftOut.has(name)) return [];
    left -= name.length;
    return [[name, Array.isArray(value) ? value.slice(0, MAX_LINES).map(cut) : cut(String(value))]];
  });
  return Object.fromEntries(kept) as Record<string, Value>;
}

/** A path as it stands in a report and in its sentences: it may hold an id of the submission's own making. */
export function reportedPath(path: string): string {
  return shorten(path, MAX_PATH);
}

/** A body as it stands in a report: a text that is too long is cut. */
export function reportedBody(text: string): string {
  return text.length <= MAX_BODY ? text : `${shorten(text, MAX_BODY)} (${text.length} characters in all)`;
}
