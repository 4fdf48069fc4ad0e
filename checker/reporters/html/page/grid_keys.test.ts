import { expect, test } from 'vitest';
import { nextCell } from './grid_keys.ts';

const size = { rows: 4, columns: 3 };
const here = { row: 1, column: 1 };

test.each([
  ['ArrowUp', false, { row: 0, column: 1 }],
  ['ArrowDown', false, { row: 2, column: 1 }],
  ['ArrowLeft', false, { row: 1, column: 0 }],
  ['ArrowRight', false, { row: 1, column: 2 }],
  ['PageDown', false, { row: 3, column: 1 }],
  ['Home', false, { row: 1, column: 0 }],
  ['End', false, { row: 1, column: 2 }],
  ['Home', true, { row: 0, column: 0 }],
  ['End', true, { row: 3, column: 2 }],
  ['x', false, undefined],
  ['constructor', false, undefined],
])('%s, with Control %s', (key, ctrlKey, cell) => {
  expect(nextCell({ key, ctrlKey }, here, size)).toEqual(cell);
});

test('nothing leads out of the grid', () => {
  expect(nextCell({ key: 'ArrowUp', ctrlKey: false }, { row: 0, column: 0 }, size)).toEqual({ row: 0, column: 0 });
  expect(nextCell({ key: 'ArrowRight', ctrlKey: false }, { row: 0, column: 2 }, size)).toEqual({ row: 0, column: 2 });
});
