import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProtocolError } from './frames.ts';
import { checkerCodec, stubCodec } from './seal.ts';

const SECRET = 'ab'.repeat(32);
const message = fc.json().map((text): unknown => JSON.parse(text));

/** Both ends, once the one has told the other the secret. */
function pairWith(secret = SECRET) {
  const [checker, stub] = [checkerCodec(secret), stubCodec()];
  stub.decode(checker.encode({ secret }));
  return { checker, stub };
}

test('what is said arrives at the other end, in both directions and in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), message)), (said) => {
      const { checker, stub } = pairWith();
      for (const [isQuestion, value] of said) {
        const [from, to] = isQuestion ? [checker, stub] : [stub, checker];
        expect(to.decode(from.encode(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }
    }),
  );
});

test('nobody reads a question without the secret, and the same one looks different each time', () => {
  const { checker } = pairWith();
  const question = { do: 'evaluate', source: '() => null' };
  const [first, second] = [checker.encode(question), checker.encode(question)];
  for (const text of [first, second]) {
    expect(text).not.toContain('evaluate');
    expect(Buffer.from(text.slice(64), 'base64').toString('latin1')).not.toContain('evaluate');
  }
  expect(first.slice(64)).not.toBe(second.slice(64));
});

test('without the secret, nothing else is heard', () => {
  expect(() => stubCodec().decode('{"do":"evaluate"}')).toThrow(ProtocolError);
});

test.each([
  ['without a code', (text: string) => text.slice(64)],
  [
    'with the code of another secret',
    (text: string) => pairWith('cd'.repeat(32)).stub.encode({ a: 1 }).slice(0, 64) + text.slice(64),
  ],
  ['that was changed', (text: string) => `${text.slice(0, -1)}${text.endsWith('x') ? 'y' : 'x'}`],
  ['that is empty', () => ''],
])('a message %s is refused at either end', (_what, change) => {
  const { checker, stub } = pairWith();
  expect(() => checker.decode(change(stub.encode({ a: 1 })))).toThrow(ProtocolError);
  expect(() => stub.decode(change(checker.encode({ a: 1 })))).toThrow(ProtocolError);
});

test('a message is heard once, in its turn, and by the other end alone', () => {
  const { checker, stub } = pairWith();
  const [first, second] = [stub.encode(1), stub.encode(2)];
  expect(() => checker.decode(second)).toThrow(ProtocolError);
  const again = pairWith();
  expect(again.checker.decode(first)).toBe(1);
  expect(() => again.checker.decode(first)).toThrow(ProtocolError);
  expect(() => pairWith().stub.decode(pairWith().stub.encode(1))).toThrow(ProtocolError);
});
