import { expect, test } from 'vitest';
import { slashed } from './slashed.ts';

test('paths of Windows get slashes, and paths of other systems keep their backslashes', () => {
  expect(slashed('api\\v1\\app.ts', '\\')).toBe('api/v1/app.ts');
  expect(slashed('api/v1/odd\\name.ts', '/')).toBe('api/v1/odd\\name.ts');
});
