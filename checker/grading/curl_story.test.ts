import { expect, test } from 'vitest';
import { curlStory } from './curl_story.ts';

const users = [{ email: 'bob@example.com', password: "it's" }];
const session = '11111111-1111-4111-8111-111111111111';

test('a session is told as a login with a jar, not as an id', () => {
  const exchanges = [
    { at: 0, method: 'DELETE', path: '/api/v1/auth_session/logout', requestHeaders: { cookie: `sid=${session}` } },
  ];
  expect(curlStory({ exchanges, users, log: '', environment: { AUTH_TYPE: 'session_auth' } })).toEqual([
    'AUTH_TYPE=session_auth npm run dev',
    "printf '%s\\n' 'it'\\''s' | npm run --silent user -- bob@example.com",
    "curl -i -c jar --data-urlencode email=bob@example.com --data-urlencode 'password=it'\\''s' http://127.0.0.1:5000/api/v1/auth_session/login",
    'curl -i -X DELETE -b jar http://127.0.0.1:5000/api/v1/auth_session/logout',
  ]);
});

test('what a check sends as it is stands there as it is', () => {
  const exchanges = [
    {
      at: 0,
      method: 'GET',
      path: '/api/v1/users?a=1&b=2',
      requestHeaders: { cookie: 'sid=j:{"a":1}', authorization: 'Basic Ym9iQGV4YW1wbGUuY29tOml0J3M=' },
    },
    { at: 0, method: 'HEAD', path: '/api/v1/status', requestHeaders: {} },
    {
      at: 0,
      method: 'PUT',
      path: '/api/v1/users/1',
      requestHeaders: { 'content-type': 'application/json' },
      requestBody: '{"a":1}',
    },
  ];
  expect(curlStory({ exchanges, users: [], log: '', environment: { AUTH_TYPE: 'session_auth' } })).toEqual([
    'AUTH_TYPE=session_auth npm run dev',
    `curl -i -H 'cookie: sid=j:{"a":1}' -H 'authorization: Basic Ym9iQGV4YW1wbGUuY29tOml0J3M=' 'http://127.0.0.1:5000/api/v1/users?a=1&b=2'`,
    'curl -i --head http://127.0.0.1:5000/api/v1/status',
    `curl -i -X PUT -H 'content-type: application/json' --data-raw '{"a":1}' http://127.0.0.1:5000/api/v1/users/1`,
  ]);
});

test('credentials of a known user are told as name and password', () => {
  const authorization = `Basic ${Buffer.from("bob@example.com:it's").toString('base64')}`;
  const exchanges = [{ at: 0, method: 'GET', path: '/api/v1/users', requestHeaders: { authorization } }];
  expect(curlStory({ exchanges, users, log: '', environment: { AUTH_TYPE: 'session_auth' } })[2]).toBe(
    "curl -i -u 'bob@example.com:it'\\''s' http://127.0.0.1:5000/api/v1/users",
  );
});
