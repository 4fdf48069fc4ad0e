import { expect, test } from 'vitest';
import { withSource } from './source_excerpt.ts';

const sources = new Map([['api/a.ts', Buffer.from('one\r\ntwo\nthree\nfour')]]);
const error = (line: number, file = 'api/a.ts') => ({ message: 'x', file, line });
const lines = (line: number, file?: string) => withSource(error(line, file), sources).source;

test('the line of an error is shown between its neighbours', () => {
  expect(lines(2)).toEqual([
    { line: 1, text: 'one' },
    { line: 2, text: 'two' },
    { line: 3, text: 'three' },
  ]);
  expect(lines(1)?.map(({ line }) => line)).toEqual([1, 2]);
  expect(lines(4)?.map(({ line }) => line)).toEqual([3, 4]);
});

test.each([
  ['a line that is not there', 9, undefined],
  ['no line', 0, undefined],
  ['a file that is not of the submission', 1, '../../etc/passwd'],
])('%s adds nothing', (_what, line, file) => {
  expect(lines(line, file)).toBeUndefined();
});
