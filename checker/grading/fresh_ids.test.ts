import { expect, test } from 'vitest';
import { withoutFreshIds } from './fresh_ids.ts';
import type { Check } from './report.ts';

const one = '11111111-1111-4111-8111-111111111111';
const two = '22222222-2222-4222-8222-222222222222';

const FAILED = {
  ...{ id: '7.6', title: 'x', requirements: ['7.6'], guard: false, points: 1 },
  outcome: 'failed' as const,
};

test('ids get numbers by first appearance, the same in every field', () => {
  const check: Check = {
    ...FAILED,
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

/** A check whose server sets these cookies, and says this. */
function checkWith(cookies: string[], rest: Partial<Check>): Check {
  const exchanges = cookies.map((cookie) => ({
    at: 0,
    method: 'GET',
    path: '/',
    requestHeaders: {},
    responseHeaders: { 'set-cookie': [cookie] },
  }));
  return {
    ...FAILED,
    exchanges,
    ...rest,
  };
}

test.each([
  ['a text', `<id 1> and ${one}`, '<id 1> and <id 2>'],
  ['the same text twice', '<id 7><id 7>', '<id 1><id 1>'],
  ['an id around a symbol', `${one}<id 1>${two}`, '<id 1><id 2><id 3>'],
])('no text of a submission can write a symbol: %s', (_what, log, named) => {
  expect(withoutFreshIds(checkWith([], { log }), undefined).check.log).toBe(named);
});

test('a cookie that holds a UUID is one id, and what was renamed is not looked at again', () => {
  const check = checkWith([`a=s:${one}.seal`, 'b=<id 1>.seal'], { log: `s:${one}.seal, ${one}, <id 1>.seal` });
  expect(withoutFreshIds(check, undefined).check).toMatchObject({
    log: '<id 1>, <id 3>, <id 2>',
    exchanges: [
      { responseHeaders: { 'set-cookie': ['a=<id 1>'] } },
      { responseHeaders: { 'set-cookie': ['b=<id 2>'] } },
    ],
  });
});

test.each(['undefined', '[object Promise]', '%5Bobject%20Object%5D'])('a cookie %s names no id', (value) => {
  const reason = `\`createSession\` should give a text, but it gives ${value}.`;
  const check = checkWith([`sid=${value}; Path=/`], { reason, actual: { $kind: 'undefined' } });
  expect(withoutFreshIds(check, undefined).check).toEqual(check);
});

test('a cookie cannot change the kind of a value', () => {
  const actual = { $kind: 'instance', name: 'instance', properties: { properties: 1 } } as const;
  const check = checkWith(['a=instance', 'b=properties'], { actual });
  expect(withoutFreshIds(check, undefined).check.actual).toEqual({
    $kind: 'instance',
    name: '<id 1>',
    properties: { '<id 2>': 1 },
  });
});
