import { expect, test } from 'vitest';
import { reportedBody, reportedHeaders, reportedPath } from './exchanges.ts';

test('headers have lower-case names, and those that say nothing are left out', () => {
  const headers = { 'Content-Type': 'text/plain', Date: 'today', 'set-cookie': ['a=1', 'b=2'], gone: undefined };
  expect(reportedHeaders(headers)).toEqual({ 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] });
});

test.each([
  ['one long value', { 'x-long': 'x'.repeat(16_000) }],
  [
    'many lines of one name',
    { 'set-cookie': Array.from({ length: 900 }, (_, index) => `name${index}=${'v'.repeat(9)}`) },
  ],
  ['many names', Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`x-${index}`, 'value']))],
])('a report does not carry %s', (_what, headers: Record<string, string | string[]>) => {
  expect(JSON.stringify(reportedHeaders(headers)).length).toBeLessThan(8000);
});

test('a cookie of the usual length is whole, behind headers of the usual length', () => {
  const cookie = `name=${'v'.repeat(300)}; Path=/; HttpOnly`;
  const headers = { 'x-policy': 'p'.repeat(1500), 'set-cookie': [cookie] };
  expect(reportedHeaders(headers)['set-cookie']).toEqual([cookie]);
});

test('of a body 2,000 characters are shown, and its length is told', () => {
  expect(reportedBody('b '.repeat(1500))).toMatch(/^.{1990,2001}… \(3000 characters in all\)$/);
});

test('of a path 2,000 characters are shown: it may hold what a submission calls an id', () => {
  expect(reportedPath(`/api/v1/users/${'%78'.repeat(1_500_000)}`).length).toBeLessThan(2010);
  expect(reportedPath('/api/v1/users/me?x=1')).toBe('/api/v1/users/me?x=1');
});
