import { expect, test } from 'vitest';
import { ProtocolError } from './frames.ts';
import { Seal, unsealed } from './seal.ts';

const SECRET = 'ab'.repeat(32);
const sealed = (seal: Seal, text: string) => seal.next(text) + text;

test('what was sealed is read, one message after the other', () => {
  const [seal, codec] = [new Seal(SECRET), unsealed(SECRET)];
  for (const message of [{ a: 1 }, 'é', null])
    expect(codec.decode(sealed(seal, JSON.stringify(message)))).toEqual(message);
});

test.each([
  ['without a code', (text: string) => text],
  ['with another secret', (text: string) => sealed(new Seal('cd'.repeat(32)), text)],
  ['that was changed', (text: string) => sealed(new Seal(SECRET), text).replace('1', '2')],
  [
    'that came before',
    (text: string) => {
      const seal = new Seal(SECRET);
      seal.next(text);
      return sealed(seal, text);
    },
  ],
  ['that is empty', () => ''],
])('a message %s is refused', (_what, make) => {
  expect(() => unsealed(SECRET).decode(make('{"a":1}'))).toThrow(ProtocolError);
});

test('the same message twice is refused the second time', () => {
  const [seal, codec] = [new Seal(SECRET), unsealed(SECRET)];
  const message = sealed(seal, '{"a":1}');
  expect(codec.decode(message)).toEqual({ a: 1 });
  expect(() => codec.decode(message)).toThrow(ProtocolError);
});
