import { Opaque } from './protocol.ts';
import { shorten } from './shorten.ts';
import { textOf, type Value } from './value.ts';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;
const MAX_TEXT = 1000;
/** Bounds on a whole value. What does not fit any more is left out. */
const MAX_VALUES = 1000;
const MAX_CHARACTERS = 20_000;

/** Stands where something was left out. */
const LEFT_OUT: Value = { $kind: 'left out' };

/** What a check expects, where that is no single value: `a UUID of version 4`. */
export class Words {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Says what is expected in words, where many values would be right. */
export function words(text: string): Words {
  return new Words(text);
}

/** A value of any kind as data that a report can hold: bounded in depth and size. */
export function toData(value: unknown): Value {
  return dataOf(value, 0, { values: MAX_VALUES, characters: MAX_CHARACTERS });
}

/** What is left for the rest of a value. */
type Room = { values: number; characters: number };

function dataOf(value: unknown, depth: number, room: Room): Value {
  if (room.values <= 0 || room.characters <= 0) return LEFT_OUT;
  room.values -= 1;
  const text = (long: string): string => {
    const short = shorten(long, Math.min(MAX_TEXT, room.characters));
    room.characters -= short.length;
    return short;
  };
  const inside = (item: unknown) => dataOf(item, depth + 1, room);
  const items = (list: unknown[]) => list.slice(0, MAX_ENTRIES).map(inside);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return isWritten(value) ? value : { $kind: 'number', text: numberText(value) };
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return { $kind: 'bigint', text: text(String(value)) };
  if (typeof value === 'undefined' || typeof value === 'symbol') return { $kind: typeof value };
  if (typeof value === 'function') return { $kind: 'function', name: text(value.name) };
  if (value instanceof Words) return { $kind: 'words', text: text(value.text) };
  if (depth === MAX_DEPTH) return LEFT_OUT;
  if (value instanceof Date)
    return { $kind: 'Date', text: Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString() };
  if (value instanceof Map) return { $kind: 'Map', items: items([...value]) };
  if (value instanceof Set) return { $kind: 'Set', items: items([...value]) };
  if (value instanceof Opaque) return opaqueData(value, text, inside);
  // A list may have holes, which `map` would pass over.
  if (Array.isArray(value)) return items(Array.from(value.slice(0, MAX_ENTRIES)));
  const entries = Object.entries(value)
    .slice(0, MAX_ENTRIES)
    .map(([key, item]): [string, Value] => [text(key), inside(item)]);
  return entries.some(([key]) => key === '$kind') ? { $kind: 'object', entries } : Object.fromEntries(entries);
}

function opaqueData({ kind, name, properties }: Opaque, text: (long: string) => string, inside: typeof toData): Value {
  if (kind === 'symbol' || kind === 'promise') return { $kind: kind };
  if (kind === 'function') return { $kind: kind, name: text(name) };
  return { $kind: kind, name: text(name), properties: inside(properties) };
}

function isWritten(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The same as a short text for a sentence. */
export function toText(value: unknown): string {
  return shorten(textOf(toData(value)), 200);
}
