import { expect, test } from 'vitest';
import { spanText } from './clock_text.ts';

test.each([
  [0, '0 s'],
  [1, '1 ms'],
  [60_000, '60 s'],
  [60_001, '60 s 1 ms'],
  [4000 * 24 * 60 * 60 * 1000, '4000 d'],
  [90_061_001, '1 d 3661 s 1 ms'],
])('%i ms is %s', (milliseconds, text) => {
  expect(spanText(milliseconds)).toBe(text);
});
