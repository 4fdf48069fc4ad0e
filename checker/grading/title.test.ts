import { expect, test } from 'vitest';
import { readTitle } from './title.ts';

test.each([
  ['[7.8] never adopted', { requirements: ['7.8'], title: 'never adopted' }],
  ['[7.2, 7.3] e-mail first', { requirements: ['7.2', '7.3'], title: 'e-mail first' }],
  ['no requirement', { requirements: [], title: 'no requirement' }],
])('%s', (text, expected) => {
  expect(readTitle(text)).toEqual(expected);
});
