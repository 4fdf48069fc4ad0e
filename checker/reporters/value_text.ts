import type { Difference } from '../grading/report.ts';
import { beginning } from '../harness/shorten.ts';
import { textOf, type Value } from '../harness/value.ts';
import type { Sheet } from './sheet.ts';
import { printable } from './untrusted.ts';

const MAX_VALUE = 100;

/** A value on one line, as JavaScript would write it: a text stands in quotes, whatever it says. */
export function valueText(value: Value): string {
  const text = textOf(value);
  return printable(text.length > MAX_VALUE ? `${beginning(text, MAX_VALUE)}…` : text);
}

/** One difference as a sentence: where it is, what should stand there, and what stands there. */
export function differenceText(difference: Difference, { paint }: Pick<Sheet, 'paint'>): string {
  const { path, expected, actual } = difference;
  const place = placeText(path);
  const wanted = expected !== undefined ? `should be ${paint('green', valueText(expected))}` : 'should not be there';
  const found = actual !== undefined ? `is ${paint('red', valueText(actual))}` : paint('red', 'is missing');
  return `${place === '' ? '' : `${place}: `}${wanted}, ${found}`;
}

/** `status`, `header Allow`, `body, key "error"`, `key "userId"`, `entry 1`; nothing for a value as a whole. */
function placeText([first, ...rest]: string[]): string {
  if (first === undefined) return '';
  if (first === 'header') return `header ${printable(rest.join(' '))}`;
  if (first === 'status' && rest.length === 0) return first;
  if (first === 'body') return rest.length === 0 ? first : `body, ${keyText(rest)}`;
  return keyText([first, ...rest]);
}

function keyText(keys: string[]): string {
  const [key = ''] = keys;
  if (keys.length === 1 && /^\d+$/.test(key)) return `entry ${Number(key) + 1}`;
  return `key "${printable(keys.join('.'))}"`;
}
