import { expect, test } from 'vitest';
import { learnerError, printedError, withoutRoot } from './stack.ts';

const root = '/tmp/cache/abc';

test("the first line of the submission's own is the place of an error", () => {
  const stack = [
    'TypeError: x is not a function',
    '    at handler (/srv/node_modules/express/lib/route.js:1:1)',
    `    at login (file://${root}/api/v1/views/session_auth.ts:12:5)`,
    `    at file://${root}/api/v1/app.ts:3:1`,
  ].join('\n');
  const error = { name: 'TypeError', message: 'x is not a function', stack };
  expect(learnerError(error, root)).toEqual({
    message: 'TypeError: x is not a function',
    file: 'api/v1/views/session_auth.ts',
    line: 12,
  });
});

test('an error from elsewhere has no place', () => {
  const error = { name: 'Error', message: 'boom', stack: 'Error: boom\n    at node:internal/x:1:1' };
  expect(learnerError(error, root)).toEqual({ message: 'boom', file: '', line: 0 });
});

test('paths of the checker do not reach the learner', () => {
  expect(withoutRoot(`at file://${root}/models/user.ts:1 and ${root}/main.ts`, root)).toBe(
    'at models/user.ts:1 and main.ts',
  );
});

test.each([
  [`at ${root}/models/user.ts:7:1`, 'models/user.ts', 7],
  [`    at async file://${root}/a%20b/user.ts:7:1`, 'a b/user.ts', 7],
  [`    at new User (file://${root}/models/user.ts?kata=2:7:1)`, 'models/user.ts', 7],
  [`${root}/models/user.ts:7`, 'models/user.ts', 7],
])('the place is read from: %s', (line, file, number) => {
  expect(printedError(`Error: x\n${line}`, root)).toEqual({ message: 'Error: x', file, line: number });
});

test.each([
  ['slashes', '/'.repeat(1_000_000)],
  ['places', ':1'.repeat(500_000)],
  ['names of files', 'file://'.repeat(140_000)],
  ['many long lines of slashes', `${'/'.repeat(4999)}\n`.repeat(200)],
  ['the beginning of an error', `A${'a'.repeat(1_000_000)}`],
  ['marks of loadings', '?kata=1'.repeat(140_000)],
])('a million characters of %s have no place, and are read in linear time', (_what, text) => {
  expect(printedError(`Error: x\n${text}`, root)).toEqual({ message: 'Error: x', file: '', line: 0 });
});
