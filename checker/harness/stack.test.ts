import { expect, test } from 'vitest';
import { learnerError, withoutRoot } from './stack.ts';

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
