import { shorten } from './shorten.ts';

const MAX_BODY = 2000;

/** Headers that say nothing about the learner's work, or change from day to day. */
const LEFT_OUT = new Set([
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

/** Headers as they stand in a report: lower-case names, without those that say nothing. */
export function reportedHeaders<Value>(headers: Record<string, Value | undefined>): Record<string, Value> {
  const kept = Object.entries(headers).filter(
    ([name, value]) => !LEFT_OUT.has(name.toLowerCase()) && value !== undefined,
  );
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value as Value]));
}

/** A body as it stands in a report: a text that is too long is cut. */
export function reportedBody(text: string): string {
  return text.length <= MAX_BODY ? text : `${shorten(text, MAX_BODY)} (${text.length} characters in all)`;
}
