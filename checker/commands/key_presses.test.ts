import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyPresses } from './key_presses.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test.each<[string, number[], boolean[]]>([
  ['the first one counts', [0], [true]],
  ['what is sent on at once is the same one', [0, 0, 2, 40], [true, false, false, false]],
  ['a second one counts, and what is sent on of it does not', [0, 3, 700, 3], [true, false, true, false]],
  ['a key that is held down counts again and again', [0, 300, 300, 300], [true, false, true, false]],
])('%s', (_title, gaps, expected) => {
  const isAnotherPress = keyPresses();
  const answers = gaps.map((gap) => {
    vi.advanceTimersByTime(gap);
    return isAnotherPress();
  });
  expect(answers).toEqual(expected);
});
