import { describe } from 'vitest';
import { walks } from '../../checker/checks/walk/check.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { givenSession, givenUser } from '../../checker/harness/given.ts';
import { shouldAnswer, shouldBe, shouldHaveHeader } from '../../checker/harness/judge.ts';
import { destroySession, userIdOf } from '../../checker/harness/sessions.ts';
import type { SessionAuth } from '../../solutions/api/v1/auth/session_auth.ts';

const LOGOUT = '/api/v1/auth_session/logout';
const ME = '/api/v1/users/me';
const STATUS = '/api/v1/status';

const UNAUTHORIZED = { error: 'Unauthorized' };
const FORBIDDEN = { error: 'Forbidden' };

const cookie = (value: string) => `_my_session_id=${value}`;

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '_my_session_id' } });

test('[8.1] `destroySession` gives `false` for a missing request', {
  meta: { help: 'A request may be missing. What does `sessionCookie` give for it?' },
}, async ({ server }) => {
  const results = await server.evaluate('api/v1/auth/index.ts', async ({ auth }) => {
    const sessions = auth as SessionAuth;
    return [await sessions.destroySession(undefined), await sessions.destroySession(null)];
  });
  shouldBe(results, [false, false], '`destroySession(undefined)` and `destroySession(null)`');
});

test('[8.1] `destroySession` gives `false` for a request without the session cookie', {
  meta: { help: 'Other cookies do not count. A value that is nearly false, such as `undefined`, is not `false`.' },
}, async ({ server, http, session }) => {
  shouldBe(await destroySession(server, await http.get(STATUS)), false, '`destroySession(request)` without a cookie');
  const answer = await http.get(STATUS).set('Cookie', `theme=${session}`);
  shouldBe(await destroySession(server, answer), false, '`destroySession(request)` with another cookie only');
});

test('[8.1] `destroySession` gives `false` for an unknown session id', {
  meta: { help: 'A cookie is no proof that there is a session. How does `userIdForSessionId` tell an unknown id?' },
}, async ({ server, http, random }) => {
  for (const unknown of [random.uuid(), '__proto__', 'constructor']) {
    const answer = await http.get(STATUS).set('Cookie', cookie(unknown));
    shouldBe(await destroySession(server, answer), false, `\`destroySession(request)\` with the cookie \`${unknown}\``);
  }
});

test('[8.1, 8.2] a session can be destroyed once: the second time the answer is `false`', {
  meta: { help: 'After it is deleted, a session is as unknown as one that never was.' },
}, async ({ server, http, session }) => {
  const answer = await http.get(STATUS).set('Cookie', cookie(session));
  const results = [await destroySession(server, answer), await destroySession(server, answer)];
  shouldBe(results, [true, false], '`destroySession(request)`, called twice,');
});

test('[8.2] `destroySession` gives `true`, and the session is gone', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'The session lives on the server. It is deleted there, and not only in the browser.',
  },
}, async ({ server, http, user, session }) => {
  shouldBe(await userIdOf(server, session), user.id, '`userIdForSessionId(…)` before');
  const answer = await http.get(STATUS).set('Cookie', cookie(session));
  shouldBe(await destroySession(server, answer), true, '`destroySession(request)` with the cookie of a session');
  shouldBe(await userIdOf(server, session), null, '`userIdForSessionId(…)` afterwards');
});

test('[8.2, 8.5] `destroySession` takes the session out of `userIdBySessionId`', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'One entry goes, the one of the session in the cookie. To keep it with another value fills the memory of the server.',
  },
}, async ({ server, http, user }) => {
  const other = await givenSession(server, user);
  const session = await givenSession(server, user);
  const answer = await http.get(STATUS).set('Cookie', cookie(session));
  const has = () =>
    server.evaluate(
      'api/v1/auth/index.ts',
      async ({ auth }, ids: string[]) => ids.map((id) => (auth as SessionAuth).userIdBySessionId.has(id)),
      [other, session],
    );
  shouldBe(await has(), [true, true], 'Whether the map has the first and the second session, before the logout,');
  await destroySession(server, answer);
  shouldBe(
    await has(),
    [true, false],
    'Whether the map has the first and the second session, after the second one is destroyed,',
  );
});

test('[8.2] the session of a user who was deleted can be destroyed', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'Whether a session exists does not depend on its user. Is the user needed here at all?',
  },
}, async ({ server, http, user, session }) => {
  const answer = await http.get(STATUS).set('Cookie', cookie(session));
  await server.evaluate('models/user.ts', async ({ User }, id: string) => (await User.get(id))?.remove(), user.id);
  shouldBe(await destroySession(server, answer), true, '`destroySession(request)`, for the session of a deleted user,');
  shouldBe(await userIdOf(server, session), null, '`userIdForSessionId(…)` afterwards');
});

test('[8.3] `DELETE /auth_session/logout` answers 200 with `{}`', {
  meta: { help: 'Is the route there, for `DELETE`? Its answer is an empty JSON object.' },
}, async ({ http, session }) => {
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(session)), 200, {});
});

test('[8.3] a final slash makes no difference', {
  meta: { help: 'Every route of the API takes a final slash.' },
}, async ({ http, session }) => {
  shouldAnswer(await http.delete(`${LOGOUT}/`).set('Cookie', cookie(session)), 200, {});
});

test('[8.3] where `destroySession` gives `false`, the logout is 404', {
  meta: {
    help: 'The route asks `auth.destroySession(request)`. What does it do with the answer, and is the answer awaited?',
  },
}, async ({ server, http, session }) => {
  // The other one is asynchronous where the learner's own is.
  await server.evaluate('api/v1/auth/index.ts', async ({ auth }) => {
    const own: unknown = (auth as SessionAuth).destroySession(undefined);
    if (own instanceof Promise) own.catch(() => {});
    const gone = new Proxy(own instanceof Promise ? async () => false : () => false, {});
    const before = Object.getOwnPropertyDescriptor(auth, 'destroySession');
    Object.assign(globalThis, { destroySessionBefore: before });
    Object.defineProperty(auth, 'destroySession', { value: gone, configurable: true, writable: true });
  });
  try {
    shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(session)), 404, { error: 'Not found' });
  } finally {
    await server.evaluate('api/v1/auth/index.ts', async ({ auth }) => {
      const { destroySessionBefore: before } = globalThis as { destroySessionBefore?: PropertyDescriptor };
      Reflect.deleteProperty(auth as object, 'destroySession');
      if (before) Object.defineProperty(auth, 'destroySession', before);
    });
  }
});

test('[8.4] after the logout, the old cookie is 403', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'The client may have kept the cookie. To clear it in the browser deletes nothing on the server.',
  },
}, async ({ http, user, session }) => {
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 200, user.json);
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(session)), 200);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 403, FORBIDDEN);
});

test('[8.4, 8.3] a second logout with the old cookie is 403', {
  meta: {
    help: 'After the logout the session id is unknown, so the filter answers.',
  },
}, async ({ http, session }) => {
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(session)), 200);
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(session)), 403, FORBIDDEN);
});

test('[8.4] a new session of the same user does not bring the old one back', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'A session that was deleted stays deleted. Only the new session id opens anything.',
  },
}, async ({ server, http, user, session }) => {
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(session)), 200);
  const next = await givenSession(server, user);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(next)), 200, user.json);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 403, FORBIDDEN);
});

test('[8.5] another session of the same user lives on', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'A logout ends one session, not one user: the other browser stays logged in.',
  },
}, async ({ server, http, user, session }) => {
  const earlier = session;
  const ended = await givenSession(server, user);
  const later = await givenSession(server, user);
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(ended)), 200);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(ended)), 403);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(earlier)), 200, user.json);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(later)), 200, user.json);
});

test('[8.5] the sessions of other users live on', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'Only the session that the cookie names is deleted, not the whole map.',
  },
}, async ({ server, http, random, user, session }) => {
  const other = await givenUser(server, random);
  const otherSession = await givenSession(server, other);
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(session)), 200);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 403);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(otherSession)), 200, other.json);
  shouldBe(await userIdOf(server, session), null, `The user id of the session that ${user.email} ended`);
});

test('[8.6] other methods are 405 with `Allow: DELETE`', {
  meta: { help: 'The base has a helper for 405. It comes after the methods that the route knows.' },
}, async ({ http, session }) => {
  for (const method of ['get', 'post', 'put', 'patch'] as const) {
    const answer = await http[method](LOGOUT).set('Cookie', cookie(session));
    shouldAnswer(answer, 405, { error: 'Method not allowed' });
    shouldHaveHeader(answer, 'Allow', 'DELETE');
  }
});

test('[8.6] `GET` and `POST` log nobody out', {
  meta: {
    security: 'any page can log a user out with a link or a form',
    help: 'A link or a form in any page can send them. Only `DELETE` ends the session.',
  },
}, async ({ http, user, session }) => {
  shouldAnswer(await http.get(LOGOUT).set('Cookie', cookie(session)), 405);
  shouldAnswer(await http.post(LOGOUT).set('Cookie', cookie(session)), 405);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 200, user.json);
});

describe('with a cookie name of its own', () => {
  test.override('environment', ({ ownCookieName }) => ({ AUTH_TYPE: 'session_auth', SESSION_NAME: ownCookieName }));

  test('[8.2] the session is found by the cookie that `SESSION_NAME` names', {
    meta: {
      security: 'a session lives on after the logout',
      help: '`sessionCookie` knows the name of the cookie. The logout needs no other way to read it.',
    },
  }, async ({ http, user, session, environment }) => {
    const own = `${environment.SESSION_NAME}=${session}`;
    shouldAnswer(await http.get(ME).set('Cookie', own), 200, user.json);
    const logout = await http.delete(LOGOUT).set('Cookie', own);
    shouldAnswer(await http.get(ME).set('Cookie', own), 403, FORBIDDEN, `The session belonged to ${user.email}.`);
    shouldAnswer(logout, 200, {});
  });
});

test('[8.3] without credentials the logout is 401', {
  meta: {
    security: 'anybody can reach the logout without credentials',
    guard: 'the logout is an excluded path, or no longer passes the filter',
    help: 'The logout needs authentication like every other route. Only the login is excluded.',
  },
}, async ({ http }) => {
  shouldAnswer(await http.delete(LOGOUT), 401, UNAUTHORIZED);
  shouldAnswer(await http.delete(`${LOGOUT}/`), 401, UNAUTHORIZED);
});

test('[8.3] with an unknown session id the logout is 403', {
  meta: {
    security: 'anybody can reach the logout without a session',
    guard: 'the logout is reachable without a session',
    help: 'There is a cookie, but it belongs to nobody. The filter answers before the route can.',
  },
}, async ({ http, random }) => {
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(random.uuid())), 403, FORBIDDEN);
});

const NO_SESSIONS = {
  guard: 'the logout takes for granted that the authentication in force has sessions: 500',
  help: 'Where the authentication in force has no sessions, there is nothing to log out of: 404.',
};

describe('under an auth without sessions', () => {
  test.override('environment', { AUTH_TYPE: 'basic_auth', SESSION_NAME: '_my_session_id' });

  test('[8.3] under `basic_auth` the logout answers 404', { meta: NO_SESSIONS }, async ({ http, user }) => {
    const credentials = `Basic ${btoa(`${user.email}:${user.password}`)}`;
    shouldAnswer(await http.delete(LOGOUT).set('Authorization', credentials), 404);
  });
});

describe('without any auth', () => {
  test.override('environment', {});

  test('[8.3] without `AUTH_TYPE` the logout answers 404', { meta: NO_SESSIONS }, async ({ http, random }) => {
    shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(random.uuid())), 404);
  });
});

walks(test, 8, '8.3, 8.4, 8.5, 8.6');
