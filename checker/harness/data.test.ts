import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toData, toText, words } from './data.ts';
import { decodeResult, encodeResult, Opaque } from './protocol.ts';
import { mapTexts, type Value } from './value.ts';

test.each<[unknown, Value, string]>([
  [undefined, { $kind: 'undefined' }, 'undefined'],
  ['<undefined>', '<undefined>', '"<undefined>"'],
  ['undefined', 'undefined', '"undefined"'],
  ['<!DOCTYPE html>', '<!DOCTYPE html>', '"<!DOCTYPE html>"'],
  ['<id 1>', '<id 1>', '"<id 1>"'],
  [['<NaN>', Number.NaN], ['<NaN>', { $kind: 'number', text: 'NaN' }], '["<NaN>",NaN]'],
  [-0, { $kind: 'number', text: '-0' }, '-0'],
  [10n, { $kind: 'bigint', text: '10' }, '10n'],
  [new Date(0), { $kind: 'Date', text: '1970-01-01T00:00:00.000Z' }, 'Date 1970-01-01T00:00:00.000Z'],
  [new Map([['a', 1]]), { $kind: 'Map', items: [['a', 1]] }, 'Map [["a",1]]'],
  [new Set(['<…>']), { $kind: 'Set', items: ['<…>'] }, 'Set ["<…>"]'],
  [new Opaque('instance', 'undefined'), { $kind: 'instance', name: 'undefined', properties: {} }, 'undefined {}'],
  [
    new Opaque('instance', 'User', { id: '1' }),
    { $kind: 'instance', name: 'User', properties: { id: '1' } },
    'User {"id":"1"}',
  ],
  [new Opaque('function', 'call'), { $kind: 'function', name: 'call' }, 'function call'],
  [[new Opaque('promise')], [{ $kind: 'promise' }], '[a promise that nobody waited for]'],
  [new Opaque('symbol'), { $kind: 'symbol' }, 'symbol'],
  [{ a: [null, 'x', undefined] }, { a: [null, 'x', { $kind: 'undefined' }] }, '{"a":[null,"x",undefined]}'],
  [{ $kind: 'undefined' }, { $kind: 'object', entries: [['$kind', 'undefined']] }, '{"$kind":"undefined"}'],
  [words('a UUID'), { $kind: 'words', text: 'a UUID' }, 'a UUID'],
])('%o stands in a report as %j, and is read as %s', (value, data, text) => {
  expect(toData(value)).toEqual(data);
  expect(toText(value)).toBe(text);
});

test('no two values of different kinds are the same in a report', () => {
  const same = (one: unknown, other: unknown) => isDeepStrictEqual(toData(one), toData(other));
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      // What stands for a value may come as a value itself.
      for (const kind of [undefined, Number.NaN, 1n, new Date(0), new Map(), new Opaque('symbol'), words('x')]) {
        expect(same(kind, toData(kind))).toBe(false);
        expect(same(kind, value)).toBe(false);
        expect(same({ kind }, { kind: toText(kind) })).toBe(false);
      }
    }),
    { numRuns: 50 },
  );
});

test('texts are changed, and kinds stay', () => {
  const value = {
    key: [undefined, new Map([['key', 'undefined']]), new Opaque('instance', 'Map', { items: 'items' })],
  };
  expect(mapTexts(toData(value), (text) => text.toUpperCase())).toEqual({
    KEY: [
      { $kind: 'undefined' },
      { $kind: 'Map', items: [['KEY', 'UNDEFINED']] },
      { $kind: 'instance', name: 'MAP', properties: { ITEMS: 'ITEMS' } },
    ],
  });
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
    late: Promise.resolve(1),
    mark: Symbol('x'),
  };
  expect(decodeResult(encodeResult(value))).toEqual({
    date: new Date(0),
    text: undefined,
    map: new Map([['k', 1]]),
    user: new Opaque('instance', 'User', { id: '1' }),
    call: new Opaque('function', 'call'),
    late: new Opaque('promise'),
    mark: new Opaque('symbol'),
  });
});

test('a list with billions of holes is refused at once', () => {
  const list: unknown[] = [];
  list.length = 2 ** 32 - 1;
  expect(() => decodeResult('[[-7,4294967295]]')).toThrow(RangeError);
  expect(() => decodeResult(encodeResult({ list }))).toThrow(RangeError);
});

/** A list of lists of …, all of them the same one: few bytes on the wire. */
function laughs(depth: number, width: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = Array(width).fill(value);
  return value;
}

test.each<[string, () => unknown]>([
  ['lists', () => laughs(4, 50)],
  ['maps', () => new Map([1, 2, 3, 4].map((key) => [key, laughs(3, 50)]))],
  ['sets in objects', () => ({ a: new Set([laughs(3, 50)]), b: laughs(3, 50) })],
  ['instances', () => Object.assign(new User(), { all: laughs(4, 50) })],
  [
    'lists that hold each other',
    () => {
      const nodes = Array.from({ length: 30 }, (): unknown[] => []);
      for (const node of nodes) node.push(...nodes);
      return nodes;
    },
  ],
  ['numbers of a million digits', () => 10n ** 1_000_000n],
])('few bytes on the wire, too much to walk: %s are refused', (_what, make) => {
  expect(() => decodeResult(encodeResult(make()))).toThrow(RangeError);
});

test.each([
  '[["RegExp","a","g"]]',
  '[["URL","http://a/"]]',
  '[["URLSearchParams","a=1"]]',
  '[["Temporal.PlainDate","2030-01-01"]]',
  '[["Uint8Array",1],["ArrayBuffer","AAAA"]]',
  '[["Object",1],"x"]',
  '[[1],["RegExp","a","g"]]',
])('what is never sent is not read: %s', (text) => {
  expect(() => decodeResult(text)).toThrow(RangeError);
});

const PATTERN = { $kind: 'instance', name: 'RegExp', properties: {} };

test('a pattern is an instance like any other: its text is its own', () => {
  const liar = Object.defineProperty(/x/, 'source', { get: () => 'y'.repeat(1_000_000) });
  expect(toData(decodeResult(encodeResult([/a/g, liar])))).toEqual([PATTERN, PATTERN]);
});

test('what holds itself, and what is there twice, comes as it is', () => {
  const shared = { id: '1' };
  const value: Record<string, unknown> = { one: shared, two: shared, map: new Map([['k', shared]]) };
  value.self = value;
  expect(decodeResult(encodeResult(value))).toEqual(value);
});

test.each<[string, unknown]>([
  ['lists of lists', laughs(4, 30)],
  ['long texts', Array.from({ length: 50 }, () => 'x'.repeat(1000))],
  ['long keys', Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}${'k'.repeat(5000)}`, 1]))],
  ['a long name', new Opaque('instance', 'N'.repeat(1_000_000))],
  ['a long symbol', Symbol('s'.repeat(1_000_000))],
  ['maps of long texts', new Map([['a', Array.from({ length: 50 }, () => new Map([['b', 'x'.repeat(1000)]]))]])],
])('%s have a bound as a whole in a report', (_what, value) => {
  expect(JSON.stringify(toData(value)).length).toBeLessThan(60_000);
});

/** Anything that a call may give back, with what no JSON has. */
const anyValue = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withNullPrototype: true,
  maxDepth: 6,
  maxKeys: 60,
});

test('of any value a report shows so much and no more, and what it shows is JSON', () => {
  fc.assert(
    fc.property(anyValue, fc.string({ maxLength: 30_000 }), (value, text) => {
      for (const each of [value, { value, text }, [text, text, value]]) {
        const data = toData(each);
        const written = JSON.stringify(data);
        expect(JSON.parse(written)).toEqual(data);
        // Twenty thousand characters, each of six at most where JSON escapes it; and what stands around a thousand values.
        expect(written.length).toBeLessThan(6 * 20_000 + 1000 * 60);
        expect(toText(each).length).toBeLessThan(300);
      }
    }),
    { numRuns: 300 },
  );
});
