import { expect, test } from 'vitest';
import type { Check, Report } from '../grading/report.ts';
import { toTimeline } from './timeline.ts';

const failed: Check = {
  id: '8.4',
  title: 'the old cookie opens nothing',
  requirements: ['8.4'],
  guard: false,
  outcome: 'failed',
  points: 1,
  reason: 'GET /api/v1/users/me should answer 403, but it answers 200.',
  timeline: [
    { what: 'call', at: 0, action: 'calls createSession', modules: ['api/v1/auth/index.ts'], gave: '<id 1>' },
    {
      what: 'request',
      at: 0,
      line: 'POST /api/v1/auth_session/login',
      status: 200,
      setCookie: [`sid=${'x'.repeat(80)}; Path=/; HttpOnly; SameSite=Lax`],
    },
    { what: 'clock', at: 60_001, by: 60_001 },
    { what: 'restart', at: 60_001 },
    { what: 'request', at: 60_001, line: 'GET /api/v1/users/me', cookie: 'sid=<id 1>', status: 200, wrong: true },
    { what: 'request', at: 60_001, line: 'GET /api/v1/stats', https: true },
  ],
};
const passed: Check = { ...failed, id: '8.5', title: 'others live on', outcome: 'passed', timeline: [] };
const report = { tasks: [{ checks: [failed, passed] }] } as unknown as Report;

test('the steps stand in their order, with the clock where it moves and the wrong step marked', () => {
  expect(toTimeline(report, { color: false })).toMatchSnapshot();
});

test('it fits into 60 columns', () => {
  const lines = toTimeline(report, { color: false, width: 60 }).split('\n');
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
});

test('with --all, checks that passed are told as well', () => {
  expect(toTimeline(report, { color: false })).not.toContain('others live on');
  expect(toTimeline(report, { color: false, all: true })).toContain('others live on');
});

test('with colours it has the same words', () => {
  const colored = toTimeline(report, { color: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of a terminal begin with one.
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(toTimeline(report, { color: false }));
});

test('where nothing failed, it says so', () => {
  expect(toTimeline({ tasks: [] } as unknown as Report, { color: false })).toContain('No check failed');
});
