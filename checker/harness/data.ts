import { Opaque } from './protocol.ts';
import { shorten } from './shorten.ts';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;
const MAX_TEXT = 1000;
/** Bounds on a whole value. What does not fit any more is left out. */
const MAX_VALUES = 1000;
const MAX_CHARACTERS = 20_000;

/** Stands where something was left out. */
const LEFT_OUT = '<…>';

/**
 * A value of any kind as data that a report can hold: JSON, bounded in depth and size. What JSON has no word for stands
 * in angle brackets, so that nobody takes it for a text: `<undefined>`, `<User …>`.
 */
export function toData(value: unknown): unknown {
  return dataOf(value, 0, { values: MAX_VALUES, characters: MAX_CHARACTERS });
}

/** What is left for the rest of a value. */
type Room = { values: number; characters: number };

function dataOf(value: unknown, depth: number, room: Room): unknown {
  if (room.values <= 0 || room.characters <= 0) return LEFT_OUT;
  room.values -= 1;
  const text = (words: string): string => {
    const short = shorten(words, Math.min(MAX_TEXT, room.characters));
    room.characters -= short.length;
    return short;
  };
  const inside = (item: unknown) => dataOf(item, depth + 1, room);
  // What is inside has been bounded by itself.
  const named = (kind: string, items: unknown) => `<${text(kind)} ${JSON.stringify(inside(items))}>`;
  if (typeof value === 'string') return text(value);
  if (Object.is(value, -0)) return '<-0>';
  if (typeof value === 'number') return Number.isFinite(value) ? value : `<${value}>`;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value !== 'object') return `<${text(String(value))}>`;
  if (depth === MAX_DEPTH) return LEFT_OUT;
  if (value instanceof Date) return `<Date ${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()}>`;
  if (value instanceof Opaque) return named(value.kind, value.properties);
  if (value instanceof Map) return named('Map', [...value]);
  if (value instanceof Set) return named('Set', [...value]);
  // A list may have holes, which `map` would pass over.
  if (Array.isArray(value)) return Array.from(value.slice(0, MAX_ENTRIES), inside);
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(entries.map(([key, item]) => [text(key), inside(item)]));
}

/** The same as a short text for a sentence. */
export function toText(value: unknown): string {
  const data = toData(value);
  const text = typeof data === 'string' && data.startsWith('<') ? data.slice(1, -1) : JSON.stringify(data);
  return shorten(text, 200);
}
