import { expect, test } from 'vitest';
import { block, ending, oneLine, printable } from './untrusted.ts';

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

test.each([
  ['::error::x', ': :error::x'],
  ['  ::set-output name=score::100', '  : :set-output name=score::100'],
  ['a\n::stop-commands::b', 'a\n: :stop-commands::b'],
  ['wrapped at a blank ::warning::x', 'wrapped at a blank : :warning::x'],
  ['\u001b[0m::error::x', ': :error::x'],
  ['##[error]x', '# #[error]x'],
  ['a ##vso[task.complete result=Succeeded;]', 'a # #vso[task.complete result=Succeeded;]'],
  ["##teamcity[testFinished name='x']", "# #teamcity[testFinished name='x']"],
])('a build server reads no command in %j', (text, safe) => {
  expect(block(text)).toBe(safe);
});

test.each(['std::vector', '::1', 'a :: b', '## Heading', '# # [x]', 'http://[::]:80'])('%j is no command', (text) => {
  expect(block(text)).toBe(text);
});

test('a line keeps its blanks, and is one line', () => {
  expect(printable('  if (a)\n\tb')).toBe('  if (a) b');
});
