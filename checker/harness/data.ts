import { Opaque } from './protocol.ts';
import { shorten } from './shorten.ts';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;
const MAX_TEXT = 1000;

/**
 * A value of any kind as data that a report can hold: JSON, bounded in depth and size. What JSON has no word for stands
 * in angle brackets, so that nobody takes it for a text: `<undefined>`, `<User …>`.
 */
export function toData(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return shorten(value, MAX_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : `<${value}>`;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value !== 'object') return `<${String(value)}>`;
  if (depth === MAX_DEPTH) return '<…>';
  if (value instanceof Date) return `<Date ${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()}>`;
  if (value instanceof Opaque) return `<${value.kind} ${JSON.stringify(toData(value.properties, depth + 1))}>`;
  if (value instanceof Map) return `<Map ${JSON.stringify(toData([...value], depth + 1))}>`;
  if (value instanceof Set) return `<Set ${JSON.stringify(toData([...value], depth + 1))}>`;
  if (value instanceof RegExp) return `<RegExp ${value}>`;
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => toData(item, depth + 1));
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(entries.map(([key, item]) => [key, toData(item, depth + 1)]));
}

/** The same as a short text for a sentence. */
export function toText(value: unknown): string {
  const data = toData(value);
  const text = typeof data === 'string' && data.startsWith('<') ? data.slice(1, -1) : JSON.stringify(data);
  return shorten(text, 200);
}
