import { expect, test } from 'vitest';
import { differencesOf } from './difference.ts';
import type { Value } from './value.ts';

test.each([
  ['what is the same is no difference', { a: [1] }, { a: [1] }, []],
  ['a value', 'x', null, [{ path: [], expected: 'x', actual: null }]],
  ['one key of many', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: ['b'], expected: 2, actual: 3 }]],
  ['a key that is missing', { a: 1, b: 2 }, { a: 1 }, [{ path: ['b'], expected: 2 }]],
  ['a key too many', { a: 1 }, { a: 1, hash: 'h' }, [{ path: ['hash'], actual: 'h' }]],
  ['deep inside', { a: { b: [1, 2] } }, { a: { b: [1, 4] } }, [{ path: ['a', 'b', '1'], expected: 2, actual: 4 }]],
  ['nothing in common', { a: 1 }, { b: 1 }, [{ path: [], expected: { a: 1 }, actual: { b: 1 } }]],
  ['an item too many', ['a', 'c'], ['a', 'b', 'c'], [{ path: ['1'], actual: 'b' }]],
  ['an item too few', [1], [], [{ path: ['0'], expected: 1 }]],
  ['lists that share nothing', [1], [2, 3], [{ path: [], expected: [1], actual: [2, 3] }]],
  ['an item twice', ['a'], ['a', 'a'], [{ path: [], expected: ['a'], actual: ['a', 'a'] }]],
  [
    'two kinds that JSON has no word for',
    { $kind: 'Map', items: [] },
    { $kind: 'Set', items: [] },
    [{ path: [], expected: { $kind: 'Map', items: [] }, actual: { $kind: 'Set', items: [] } }],
  ],
  ['a list and an object', [1], { 0: 1 }, [{ path: [], expected: [1], actual: { 0: 1 } }]],
] satisfies [string, Value, Value, unknown[]][])('%s', (_what, expected, actual, differences) => {
  expect(differencesOf(expected, actual)).toEqual(differences);
});

test('where everything is different, the whole is the difference', () => {
  const [expected = {}, actual = {}] = [0, 1].map((value) =>
    Object.fromEntries([...'abcdefg'].map((key) => [key, value])),
  );
  expect(differencesOf(expected, actual)).toEqual([{ path: [], expected, actual }]);
});
