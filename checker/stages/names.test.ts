import { expect, test } from 'vitest';
import { lastPart, stamp } from './names.ts';

test.each(['a-save', '.kata/saved/a-save', '.kata\\saved\\a-save\\', './.kata/saved/a-save/'])(
  'the last part of %s',
  (path) => expect(lastPart(path)).toBe('a-save'),
);

test('a moment is a name that every file system takes', () => {
  expect(stamp(new Date('2026-11-21T10:07:13.456Z'))).toBe('2026-11-21T10-07-13');
});
