import { expect, test } from 'vitest';
import { toData, toText } from './data.ts';
import { decodeResult, encodeResult, Opaque } from './protocol.ts';

test.each([
  [undefined, '<undefined>'],
  [Number.NaN, '<NaN>'],
  [10n, '<10>'],
  [new Date(0), '<Date 1970-01-01T00:00:00.000Z>'],
  [new Map([['a', 1]]), '<Map [["a",1]]>'],
  [new Opaque('User', { id: '1' }), '<User {"id":"1"}>'],
  [{ a: [null, 'x'] }, { a: [null, 'x'] }],
])('%s stands in a report as %s', (value, expected) => {
  expect(toData(value)).toEqual(expected);
});

test('depth, length and size are bounded', () => {
  let deep: unknown = 'end';
  for (let level = 0; level < 10_000; level += 1) deep = { deep };
  expect(JSON.stringify(toData(deep)).length).toBeLessThan(200);
  expect(toData(Array.from({ length: 5000 }, () => 1))).toHaveLength(50);
  expect(toText('x'.repeat(5000)).length).toBeLessThan(300);
});

class User {
  id = '1';
  toJSON(): string {
    return 'a lie';
  }
}

test('what an evaluate gives back is data, whatever it was', () => {
  class ClockDate extends Date {}
  const value = {
    date: new ClockDate(0),
    text: undefined,
    map: new Map([['k', 1]]),
    user: new User(),
    call: () => 1,
    mark: Symbol('x'),
  };
  expect(decodeResult(encodeResult(value))).toEqual({
    date: new Date(0),
    text: undefined,
    map: new Map([['k', 1]]),
    user: new Opaque('User', { id: '1' }),
    call: new Opaque('function call'),
    mark: new Opaque('symbol'),
  });
});

test('a list with billions of holes is refused at once', () => {
  const list: unknown[] = [];
  list.length = 2 ** 32 - 1;
  expect(() => decodeResult('[[-7,4294967295]]')).toThrow(RangeError);
  expect(() => decodeResult(encodeResult({ list }))).toThrow(RangeError);
});
