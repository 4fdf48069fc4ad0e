import { expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

const SECRET = 'export const answer = () => "this line is for nobody to read";\n';

const tree = new Map([
  ['tasks/00_a/checks.test.ts', Buffer.from(SECRET.repeat(20))],
  ['solutions/binary', Buffer.from([0, 255, 13, 10, 128])],
  ['solutions/ünï.ts', Buffer.from('')],
]);

test('what was sealed comes back, to the byte', () => {
  expect(unseal(seal(tree))).toEqual(new Map([...tree].sort(([one], [other]) => (one < other ? -1 : 1))));
});

test('the same files in another order give the same bytes, and another file gives others', () => {
  const sealed = seal(tree);
  expect(seal(new Map([...tree].reverse())).equals(sealed)).toBe(true);
  expect(seal(new Map([...tree, ['more', Buffer.from('x')]])).equals(sealed)).toBe(false);
});

test('neither a line nor a name of it can be read, also not as base64', () => {
  const text = seal(tree).toString('latin1');
  for (const part of [SECRET, 'checks.test', 'solutions', 'answer']) {
    expect(text).not.toContain(part);
    for (const start of [0, 1, 2])
      expect(text).not.toContain(Buffer.from(part.slice(start)).toString('base64').slice(0, 8));
  }
});

test.each([
  ['empty', () => Buffer.alloc(0)],
  ['cut off', () => seal(tree).subarray(0, -1)],
  ['its head alone', () => seal(tree).subarray(0, 60)],
  ['another file', () => Buffer.from('{"tasks":[]}')],
  ['changed by one bit', () => seal(tree).map((byte, index, { length }) => (index === length - 9 ? byte ^ 1 : byte))],
])('a file that is %s is no sealed course', (_kind, make) => {
  expect(() => unseal(Buffer.from(make()))).toThrow();
});
