import { expect, test } from 'vitest';
import { block, ending, oneLine, printable, safe, safeJson } from './untrusted.ts';

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

test.each([
  ['a family', '👩‍💻 and ❤️‍🔥 and 👩🏽‍💻'],
  ['a key', '1️⃣'],
  ['a Persian word', 'می‌خواهم'],
  ['a Hindi word', 'क्‍ष'],
  ['a name with a variant of an ideograph', '葛\u{e0100}城'],
  ['accents and signs of all scripts', 'Zoë, Ωμέγα, 名前, שלום, مرحبا, e\u0301'],
])('what belongs to a word stays: %s', (_what, text) => {
  expect(block(text)).toBe(text);
});

test.each([
  ['joiners between Latin letters', 'a\u200db\u200cc', 'a‹U+200D›b‹U+200C›c'],
  ['a joiner behind an emoji that joins nothing', '👩\u200da', '👩‹U+200D›a'],
  ['a variation of a letter', 'a\ufe0f', 'a‹U+FE0F›'],
  ['data hidden behind an emoji', '😀\ufe0f\ufe01\u{e0101}', '😀\ufe0f‹U+FE01›‹U+E0101›'],
  ['letters that are tags', '🏴\u{e0067}\u{e007f}', '🏴‹U+E0067›‹U+E007F›'],
  ['blanks that are letters', '\u3164\u115f', '‹U+3164›‹U+115F›'],
])('what is hidden is named: %s', (_what, text, told) => {
  expect(block(text)).toBe(told);
});

test('data are safe in every text, and the same where there is nothing to change', () => {
  const plain = { a: ['text', 1, null, { b: true }] };
  expect(safe(plain)).toBe(plain);
  const given = { plain, '\u202ekey': ['\u001b[2Jx', undefined], deep: { deeper: 'ok\u200b' } };
  const told = safe(given);
  expect(told).toEqual({ plain, '‹U+202E›key': ['x', undefined], deep: { deeper: 'ok‹U+200B›' } });
  expect(told.plain).toBe(plain);
  expect(safe(told)).toBe(told);
});

test('JSON says the same, with escapes', () => {
  const data = { text: '\u202e\u{e0041}\u009b\u2028 ##[error] ##vso[x] # #', plain: 'Zoë' };
  const written = safeJson(JSON.stringify(data));
  expect(JSON.parse(written)).toEqual(data);
  expect(written).toBe(
    '{"text":"\\u202e\\udb40\\udc41\\u009b\\u2028 #\\u0023[error] #\\u0023vso[x] # #","plain":"Zoë"}',
  );
});

test('the name of a property becomes neither that of another one, nor the one of a kind', () => {
  const given = { '\u001b[0m$kind': 'words', id: 1, 'id\u001b[0m': 2, '\u001b[1mid': 3 };
  expect(safe(given)).toEqual({ '$kind ': 'words', id: 1, 'id ': 2, 'id  ': 3 });
});
