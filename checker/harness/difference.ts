import { isDeepStrictEqual } from 'node:util';
import { isTagged, type Value } from './value.ts';
import type { Difference } from './verdict.ts';

/** More differences than this say only that everything is different. */
const MAX_DIFFERENCES = 5;

/**
 * The smallest differences between two values that are data: the keys whose values are not the same, each with its path.
 * Two values that have nothing in common are one difference, at the place where they stand.
 */
export function differencesOf(expected: Value, actual: Value, path: string[] = []): Difference[] {
  if (isDeepStrictEqual(expected, actual)) return [];
  const inside = insideOf(expected, actual, path);
  return inside.length > 0 && inside.length <= MAX_DIFFERENCES ? inside : [{ path, expected, actual }];
}

function insideOf(expected: unknown, actual: unknown, path: string[]): Difference[] {
  if (!isRecord(expected) || !isRecord(actual) || Array.isArray(expected) !== Array.isArray(actual)) return [];
  if (Array.isArray(expected) && expected.length !== actual.length) return itemsOf(expected, actual as never, path);
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  if (!keys.some((key) => Object.hasOwn(expected, key) && Object.hasOwn(actual, key))) return [];
  return keys.flatMap((key) => {
    const inner = [...path, key];
    if (!Object.hasOwn(actual, key)) return [{ path: inner, expected: expected[key] as Value }];
    if (!Object.hasOwn(expected, key)) return [{ path: inner, actual: actual[key] as Value }];
    return differencesOf(expected[key] as Value, actual[key] as Value, inner);
  });
}

/** Two lists of different lengths: what one has and the other has not, where the rest is the same in both. */
function itemsOf(expected: Value[], actual: Value[], path: string[]): Difference[] {
  const missing = without(expected, actual).map(([index, item]) => ({ path: [...path, index], expected: item }));
  const surplus = without(actual, expected).map(([index, item]) => ({ path: [...path, index], actual: item }));
  return missing.length > 0 && surplus.length > 0 ? [] : [...missing, ...surplus];
}

function without(list: Value[], others: Value[]): [string, Value][] {
  const entries = list.map((item, index): [string, Value] => [String(index), item]);
  return entries.filter(([, item]) => !others.some((other) => isDeepStrictEqual(other, item)));
}

/** What is of a kind that JSON has no word for is one value: nobody looks inside. */
function isRecord(value: unknown): value is Record<string, Value> {
  return typeof value === 'object' && value !== null && !isTagged(value as Value);
}
