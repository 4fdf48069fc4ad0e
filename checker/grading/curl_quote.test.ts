import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote, variableOf } from './curl_quote.ts';

test('a plain word needs no quotes, another has them', () => {
  expect(quote('http://127.0.0.1:5000/a?b')).toBe("'http://127.0.0.1:5000/a?b'");
  expect(quote('bob@example.com')).toBe('bob@example.com');
  expect(quote('')).toBe("''");
  expect(quote("it's")).toBe("'it'\\''s'");
  // zsh reads the name of a program there.
  expect(quote('=ls')).toBe("'=ls'");
});

test('an id that a variable holds is the variable, another is a word', () => {
  const bound = new Set(['<id 1>']);
  expect(quote('/users/<id 1>', bound)).toBe(`"/users/\${id1}"`);
  expect(quote('/users/<id 2>', bound)).toBe('/users/id-2');
  expect(quote('<id 1>', bound)).toBe(`"\${id1}"`);
  expect(quote('{"id":"<id 1>"}', bound)).toBe(`'{"id":"'"\${id1}"'"}'`);
  // Between double quotes an interactive shell would look for it in its history.
  expect(quote('<id 1>!ls', bound)).toBe(`"\${id1}"'!ls'`);
});

test('only a symbol becomes the name of a variable', () => {
  expect(variableOf('<id 12>')).toBe('id12');
  for (const text of ['$(touch x)', 'id1', '<id 1>;x', ' <id 1>', '<id >', '<id x>', '<id 1>\n'])
    expect(variableOf(text), text).toBeUndefined();
});

const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<id 1>',
    '<id 2>',
    '<id',
    "'",
    '"',
    '$(touch x)',
    '`touch x`',
    '\\',
    '!',
    '\n',
    '#',
    `\${id1}`,
    "'\\''",
  ),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('').replaceAll('\0', '').toWellFormed());

/** What the shells make of words: one for each line, in hexadecimal. */
function read(shell: string, words: string[]): string[] {
  const script = ['id1=first', ...words.map((word) => `printf %s ${word} | od -An -v -tx1 | tr -d ' \\n'; echo`)].join(
    '\n',
  );
  return execFileSync(shell, ['-s'], { input: script, encoding: 'utf8', env: { PATH: process.env.PATH } })
    .split('\n')
    .slice(0, -1);
}

test.runIf(process.platform !== 'win32')('a shell reads any text as the one word that it is', () => {
  const bound = new Set(['<id 1>']);
  fc.assert(
    fc.property(fc.array(text, { minLength: 20, maxLength: 40 }), (texts) => {
      const meant = texts.map((each) => each.replace(/<id (\d+)>/g, (id, n) => (bound.has(id) ? 'first' : `id-${n}`)));
      const hexadecimal = meant.map((each) => Buffer.from(each).toString('hex'));
      const words = texts.map((each) => quote(each, bound));
      for (const shell of ['sh', 'bash']) expect(read(shell, words)).toEqual(hexadecimal);
    }),
    { numRuns: 20 },
  );
});
