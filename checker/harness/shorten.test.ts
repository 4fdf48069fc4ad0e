import { expect, test } from 'vitest';
import { beginning, ending, shorten } from './shorten.ts';

test('a short text stays as it is', () => {
  expect(shorten('abc', 3)).toBe('abc');
});

test('no word is cut in two', () => {
  expect(shorten('the id f7205407-142f-4124-b546 is long', 20)).toBe('the id …');
  expect(shorten('x'.repeat(100), 10)).toBe('…');
});

test('a word that is too long for an id is cut', () => {
  expect(shorten('x'.repeat(300), 100)).toBe(`${'x'.repeat(100)}…`);
});

test('no character is cut in two', () => {
  expect([1, 2, 3, 4].map((length) => beginning('a😀b', length))).toEqual(['a', 'a', 'a😀', 'a😀b']);
  expect([1, 2, 3, 4].map((length) => ending('a😀b', length))).toEqual(['b', 'b', '😀b', 'a😀b']);
  expect(shorten('😀 😀 😀', 4)).toBe('😀 …');
});
