import { expect, test } from 'vitest';
import { lastPart, slashed, stamp } from './names.ts';

test('paths of Windows get slashes, and paths of other systems keep their backslashes', () => {
  expect(slashed('api\\v1\\app.ts', '\\')).toBe('api/v1/app.ts');
  expect(slashed('api/v1/odd\\name.ts', '/')).toBe('api/v1/odd\\name.ts');
});

test.each(['a-save', '.kata/saved/a-save', '.kata\\saved\\a-save\\', './.kata/saved/a-save/'])(
  'the last part of %s',
  (path) => expect(lastPart(path)).toBe('a-save'),
);

test('a moment is a name that every file system takes', () => {
  expect(stamp(new Date('2026-11-21T10:07:13.456Z'))).toBe('2026-11-21T10-07-13');
});
