import { expect, test } from 'vitest';
import { withoutFreshIds } from './fresh_ids.ts';
import type { Check } from './report.ts';

const one = '11111111-1111-4111-8111-111111111111';
const two = '22222222-2222-4222-8222-222222222222';

test('ids get numbers by first appearance, the same in every field', () => {
  const check: Check = {
    id: '7.6',
    title: 'x',
    requirements: ['7.6'],
    guard: false,
    outcome: 'failed',
    points: 1,
    reason: `wanted ${two}, got ${one} and not-a-uuid-but-a-cookie`,
    exchanges: [
      {
        at: 0,
        method: 'GET',
        path: `/users/${one}`,
        requestHeaders: {},
        responseHeaders: { 'set-cookie': ['sid=not-a-uuid-but-a-cookie; Path=/'] },
        responseBody: `{"id":"${two}"}`,
      },
    ],
  };
  expect(withoutFreshIds(check, undefined).check).toMatchObject({
    reason: 'wanted <id 3>, got <id 1> and <id 2>',
    exchanges: [
      {
        path: '/users/<id 1>',
        responseHeaders: { 'set-cookie': ['sid=<id 2>; Path=/'] },
        responseBody: '{"id":"<id 3>"}',
      },
    ],
  });
});

test('a cookie cannot change the words of the report itself', () => {
  const exchanges = ['requirements', 'exchanges', 'responseHeaders', 'assertion'].map((value) => ({
    at: 0,
    method: 'GET',
    path: '/',
    requestHeaders: {},
    responseHeaders: { 'set-cookie': [`a=${value}`] },
  }));
  const check: Check = {
    id: '1.1',
    title: 'requirements',
    requirements: ['1.1'],
    guard: false,
    outcome: 'failed',
    cause: 'assertion',
    points: 1,
    exchanges,
  };
  const { exchanges: renamed, ...rest } = withoutFreshIds(check, undefined).check;
  const { exchanges: _exchanges, ...words } = check;
  expect(rest).toEqual(words);
  expect(renamed?.[0]).toEqual({ ...exchanges[0], responseHeaders: { 'set-cookie': ['a=<id 1>'] } });
});
