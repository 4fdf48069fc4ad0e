import { expect, test } from 'vitest';
import type { Evidence, Exchange, Step } from '../harness/verdict.ts';
import { curlStory, ORIGIN } from './curl_story.ts';

const id = '<id 1>';
const users = [{ id, email: 'bob@example.com', password: "it's" }];
const session = '<id 2>';
const other = '<id 3>';

const request = (method: string, path: string, more: Partial<Exchange> = {}): Step => ({
  what: 'request',
  at: 0,
  exchange: { at: 0, method, path, requestHeaders: {}, ...more },
});
const made = (gave: string, args = `["${id}"]`): Step => ({
  what: 'call',
  at: 0,
  action: 'calls createSession',
  modules: ['api/v1/auth/index.ts'],
  args,
  gave,
});
const LOGIN = 'http://127.0.0.1:5000/api/v1/auth_session/login';

/** The lines after those that start the server. */
function story(steps: Step[], more: Partial<Evidence> = {}, task = 8): string[] {
  const lines = curlStory(
    { steps, users: [], log: '', environment: { AUTH_TYPE: 'session_auth' }, ...more },
    { number: task, environment: { AUTH_TYPE: 'session_auth' } },
  );
  expect(lines.slice(0, 2)).toEqual(['AUTH_TYPE=session_auth npm run dev', '# in a second terminal:']);
  return lines.slice(2);
}

test('a session that was made inside the server is told as a login with a jar', () => {
  const steps = [made(session), request('DELETE', '/api/v1/x', { requestHeaders: { cookie: `sid=${session}` } })];
  expect(story(steps, { users })).toEqual([
    'export DATABASE_URL=sqlite:.kata/dev.db',
    "printf '%s\\n' 'it'\\''s' | npm run --silent user -- bob@example.com",
    `curl -i -c jar --data-urlencode email=bob@example.com --data-urlencode 'password=it'\\''s' ${LOGIN}`,
    'curl -i -X DELETE -b jar http://127.0.0.1:5000/api/v1/x',
  ]);
});

test('each session has a jar of its own', () => {
  const login = (value: string) =>
    request('POST', '/api/v1/auth_session/login', {
      requestBody: 'email=a',
      responseHeaders: { 'set-cookie': `sid=${value}; Path=/` },
    });
  const me = (value: string) => request('GET', '/me', { requestHeaders: { cookie: `sid=${value}` } });
  expect(story([login(session), login(other), me(session), me(other)])).toEqual([
    `curl -i -c jar --data-raw email=a ${LOGIN}`,
    `curl -i -c jar2 --data-raw email=a ${LOGIN}`,
    'curl -i -b jar http://127.0.0.1:5000/me',
    'curl -i -b jar2 http://127.0.0.1:5000/me',
  ]);
});

test('a session id that the server does not know is sent as it is', () => {
  expect(story([request('GET', '/me', { requestHeaders: { cookie: `sid=${session}` } })], { users })).toContain(
    "curl -i -H 'cookie: sid=id-2' http://127.0.0.1:5000/me",
  );
});

test('before there is a login, the story says where a session comes from', () => {
  const steps = [made(session), request('GET', '/me', { requestHeaders: { cookie: `sid=${session}` } })];
  expect(story(steps, { users }, 6)).toEqual([
    expect.stringContaining('# id-2: a session id of your own'),
    "curl -i -H 'cookie: sid=id-2' http://127.0.0.1:5000/me",
  ]);
});

test('ids of users are variables, set where the user is made', () => {
  const created = request('POST', '/api/v1/users', { requestBody: '{}', responseBody: `{"id":"${other}"}` });
  const lines = story([created, request('GET', `/u/${id}`), request('GET', `/u/${other}`)], { users });
  expect(lines[1]).toBe("id1=$(printf '%s\\n' 'it'\\''s' | npm run --silent user -- --id bob@example.com)");
  expect(lines[2]).toMatch(/^id3=\$\(curl .* \| tee \/dev\/stderr \| sed /);
  expect(lines.slice(3)).toEqual([`curl -i "${ORIGIN}/u/\${id1}"`, `curl -i "${ORIGIN}/u/\${id3}"`]);
});

test('the clock, a restart and the step that went wrong are told; what came after it is not', () => {
  const steps: Step[] = [
    request('GET', '/a'),
    { what: 'clock', at: 60_001, by: 60_001 },
    { what: 'restart', at: 60_001 },
    { ...made(session), wrong: true },
    request('GET', '/b'),
  ];
  expect(story(steps)).toEqual([
    'curl -i http://127.0.0.1:5000/a',
    'sleep 60.001 # or start the server with a smaller SESSION_DURATION, and wait for that',
    '# stop the server (kill -9), and start it again',
    '# then the check calls createSession, in api/v1/auth/index.ts: print what it gives',
  ]);
});

test('what a check changes inside the server is told where it happens', () => {
  const removed: Step = {
    what: 'call',
    at: 0,
    action: 'calls User.get, remove',
    modules: ['models/user.ts'],
    args: '',
  };
  expect(story([request('GET', '/a'), removed, request('GET', '/b')])).toEqual([
    'curl -i http://127.0.0.1:5000/a',
    '# here the check calls User.get, remove, in models/user.ts',
    'curl -i http://127.0.0.1:5000/b',
  ]);
});

test('a check without a request has no story', () => {
  expect(
    curlStory(
      { steps: [made(session)], users, log: '', environment: { AUTH_TYPE: 'session_auth' } },
      { number: 8, environment: { AUTH_TYPE: 'session_auth' } },
    ),
  ).toEqual([]);
});

test('what a check sends as it is stands there as it is', () => {
  const lines = story([
    request('GET', '/api/v1/users?a=1&b[]=2', {
      requestHeaders: { cookie: 'sid=j:{"a":1}', authorization: 'Basic Ym9iQGV4YW1wbGUuY29tOml0J3M=' },
    }),
    request('HEAD', '/api/v1/status'),
    request('GET', '/api/v1/status', { https: true }),
    request('PUT', '/x', { requestHeaders: { 'content-type': 'application/json' }, requestBody: '{"a":1}' }),
  ]);
  expect(lines).toEqual([
    `curl -i -g -H 'cookie: sid=j:{"a":1}' -H 'authorization: Basic Ym9iQGV4YW1wbGUuY29tOml0J3M=' 'http://127.0.0.1:5000/api/v1/users?a=1&b[]=2'`,
    'curl -i --head http://127.0.0.1:5000/api/v1/status',
    '# over HTTPS, which npm run dev does not speak: GET /api/v1/status',
    `curl -i -X PUT -H 'content-type: application/json' --data-raw '{"a":1}' http://127.0.0.1:5000/x`,
  ]);
});

test('credentials of a known user are told as name and password', () => {
  const authorization = `Basic ${Buffer.from("bob@example.com:it's").toString('base64')}`;
  expect(story([request('GET', '/api/v1/users', { requestHeaders: { authorization } })], { users })).toContain(
    "curl -i -u 'bob@example.com:it'\\''s' http://127.0.0.1:5000/api/v1/users",
  );
});

test('what the task needs and the check runs without is set to nothing', () => {
  const environment = { AUTH_TYPE: 'session_exp_auth', SESSION_DURATION: '5' } as const;
  const evidence = { steps: [request('GET', '/')], users: [], log: '', environment: { SESSION_NAME: 'sid' } };
  expect(curlStory(evidence, { number: 9, environment })[0]).toBe(
    'SESSION_NAME=sid AUTH_TYPE= SESSION_DURATION= npm run dev',
  );
});
