import { expect, test } from 'vitest';
import { block, ending, oneLine } from './untrusted.ts';

test('terminal escapes and controls are gone; what cannot be seen is named', () => {
  expect(oneLine('\u001b[31mred\u001b[0m\u0000\u0007 a\tb\r\nc')).toBe('red a b c');
  expect(oneLine('evil\u202Etxt.exe\u200b')).toBe('evil‹U+202E›txt.exe‹U+200B›');
  expect(oneLine('tag\u{e0041}')).toBe('tag‹U+E0041›');
  expect(oneLine('half \ud800')).toBe('half \ufffd');
});

test('a block keeps its lines', () => {
  expect(block('one\r\ntwo\rthree\u0008')).toBe('one\ntwo\nthree ');
});

test('long texts are cut, and say so', () => {
  expect(oneLine('abcdef', 3)).toBe('abc…');
  expect(oneLine('ab😀', 3)).toBe('ab…');
  expect(ending('abcdef', 2)).toBe('… (4 characters left out)\nef');
  expect(ending('ab', 2)).toBe('ab');
});
