import { expect, test } from 'vitest';
import { describeCall } from './called_names.ts';

test.each([
  ['async ({ auth }, id) => auth.createSession(id)', 'calls createSession'],
  [
    'async ({ SessionAuth }) => { const secret = new SessionAuth(); return [await secret.createSession("x"), secret.userIdBySessionId]; }',
    'makes a new SessionAuth; calls createSession; reads userIdBySessionId',
  ],
  ['async ({ User }, id) => (await User.get(id)).remove()', 'calls User.get, remove'],
  ['(_, request) => request.currentUser', 'reads currentUser'],
  [
    "async ({ auth }) => { await auth.destroySession(); Object.defineProperty(auth, 'destroySession', { value }); }",
    'puts its own destroySession in place',
  ],
  [
    "({ auth }) => { Reflect.deleteProperty(auth, 'currentUser'); Object.defineProperty(auth, 'currentUser', x); }",
    'puts currentUser back as it was',
  ],
  ['(module) => Object.keys(module).map((trick) => trick.length)', 'looks into the module'],
])('%s', (source, expected) => {
  expect(describeCall(source)).toBe(expected);
});
