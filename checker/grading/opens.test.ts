import { expect, test } from 'vitest';
import { toData, words } from '../harness/data.ts';
import { Opaque } from '../harness/protocol.ts';
import { opens } from './opens.ts';
import type { Check } from './report.ts';

const at = (line: string): Check['timeline'] => [{ what: 'request', at: 0, wrong: true, line }];
const failed = (expected: unknown, actual: unknown, line = 'GET /api/v1/users') => ({
  ...({ outcome: 'failed', cause: 'assertion' } as const),
  expected: toData(expected),
  actual: toData(actual),
  timeline: at(line),
});

const USER = { id: '1', email: 'a@b.c' };
const LOGIN = 'POST /api/v1/auth_session/login';

test.each([
  ['a user in the place of a refusal', failed({ status: 403, body: {} }, { status: 200, body: USER })],
  ['404 in the place of a refusal: the filter let it pass', failed({ status: 401 }, { status: 404, body: {} })],
  ['an answer without a body, as to `HEAD`', failed({ status: 401 }, { status: 200, body: '' })],
  ['a body that was read before the refusal', failed({ status: 401 }, { status: 400, body: {} })],
  ['a login with a wrong password', failed({ status: 401 }, { status: 200, body: USER }, LOGIN)],
  ['a path that only begins like the login', failed({ status: 401 }, { status: 404, body: {} }, `${LOGIN}/x`)],
  ['another user', failed({ status: 200, body: USER }, { status: 200, body: { ...USER, id: '2' } })],
  ['a user in the place of nobody', failed(null, new Opaque('instance', 'User', { id: 1 }))],
  ['one of several sessions that lives on', failed(['u', null, 'u'], ['u', 'u', 'u'])],
  ['one of several sessions, by name', failed({ older: null, newer: 'u' }, { older: 'u', newer: 'u' })],
  ['rows that are left', failed([], ['u'])],
  ['more than there should be', failed(0, 3)],
  ['a cookie without what protects it', failed(words('a cookie with HttpOnly'), { path: '/' })],
  ['`true` in the place of `false`', failed(false, true)],
])('open: %s', (_, judged) => {
  expect(opens(judged)).toBe(true);
});

test.each([
  ['one refusal in the place of another', failed({ status: 401 }, { status: 403, body: {} })],
  ['another refusal of a route', failed({ status: 404 }, { status: 400, body: {} })],
  ['a refusal in other words', failed({ status: 401, body: { error: 'a' } }, { status: 401, body: { error: 'b' } })],
  ['an answer with a field more', failed({ status: 200, body: {} }, { status: 200, body: { message: 'bye' } })],
  ['a user as it was sent', failed({ status: 200, body: USER }, { status: 200, body: { ...USER, email: 'x' } })],
  ['refusals in the place of users', failed([USER, USER], [{ error: 'Forbidden' }, { error: 'Forbidden' }])],
  ['a cookie that is not set', failed({ 'Set-Cookie': words('sid=…') }, { 'Set-Cookie': undefined })],
  ['statuses in the place of users', failed(['u1', 'u2'], [403, 403])],
  ['an error of the server', failed({ status: 403 }, { status: 500, body: {} })],
  ['a login that is not there', failed({ status: 401 }, { status: 404, body: {} }, LOGIN)],
  ['another status of success', failed({ status: 200 }, { status: 201, body: USER })],
  ['a refusal in the place of an answer', failed({ status: 200 }, { status: 403, body: {} })],
  ['nobody in the place of a refusal', failed({ status: 404 }, { status: 200, body: null })],
  ['nothing in the place of a user', failed('u', null)],
  ['`undefined` in the place of `null`', failed(null, undefined)],
  ['`false` in the place of `true`', failed(true, false)],
  ['nobody in the place of everybody', failed(['u', 'u'], [null, null])],
  ['fewer than there should be', failed(3, 0)],
  ['a list that is too short', failed(['a', 'b'], ['b'])],
  ['a field that is missing', failed({ a: 1, b: 2 }, { a: 1 })],
])('not open: %s', (_, judged) => {
  expect(opens(judged)).toBe(false);
});

test.each([
  { outcome: 'passed' as const },
  { outcome: 'blocked' as const },
  { cause: 'crashed' as const },
  { cause: 'did not load' as const },
])('not open: what came to no judgement, %j', (more) => {
  expect(opens({ ...failed(null, 'u'), ...more })).toBe(false);
});
