import { walks } from '../../checker/checks/walk/check.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { givenSession, givenUser } from '../../checker/harness/given.ts';
import { requestOf } from '../../checker/harness/http.ts';
import { shouldAnswer, shouldBe } from '../../checker/harness/judge.ts';
import { together } from '../../checker/harness/together.ts';
import type { SessionAuth } from '../../solutions/api/v1/auth/session_auth.ts';

const ME = '/api/v1/users/me';
const STATUS = '/api/v1/status';

const cookie = (value: string) => `_my_session_id=${value}`;
const basic = ({ email, password }: { email: string; password: string }) => `Basic ${btoa(`${email}:${password}`)}`;

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '_my_session_id' } });

test('[6.1] the current user is the `User` whose session the cookie names', {
  meta: {
    help: 'A session id leads to a user id, and a user id leads to a stored `User`. Which of the three comes back?',
  },
}, async ({ server, http, user, session }) => {
  const answer = await http.get(STATUS).set('Cookie', cookie(session));
  const found = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user.ts'],
    async ([{ auth }, { User }], request: never) => {
      const current: unknown = await auth?.currentUser(request);
      return current instanceof User ? { 'a User': current.id } : current;
    },
    requestOf(answer),
  );
  shouldBe(found, { 'a User': user.id }, '`currentUser(request)`, for a request with the cookie of a session,');
});

test('[6.3] with the cookie, `GET /users/me` answers 200 with that user', {
  meta: { help: 'The filter before each request asks `auth.currentUser(request)`. Does `SessionAuth` have its own?' },
}, async ({ http, user, session }) => {
  const answer = await http.get(ME).set('Cookie', cookie(session));
  shouldAnswer(answer, 200, user.json);
});

test('[6.3] of several users, each one gets the user of the own session', {
  meta: {
    security: 'a session shows the account of another user',
    help: 'Which user comes back must depend on the session id in the cookie, and on nothing else.',
  },
}, async ({ server, http, random, user, session }) => {
  const other = await givenUser(server, random);
  const otherSession = await givenSession(server, other);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(otherSession)), 200, other.json);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 200, user.json);
});

test("[6.3] requests at the same time do not get each other's user", {
  meta: {
    security: 'anybody can be taken for another user whose request comes at the same time',
    help: 'Many requests are under way at once and share one `auth`. What belongs to one request cannot be kept in it.',
  },
}, async ({ server, http, random, user, session }) => {
  const other = await givenUser(server, random);
  const otherSession = await givenSession(server, other);
  const sessions = [session, otherSession, session, otherSession];
  const answers = await together(sessions.map(async (value) => http.get(ME).set('Cookie', cookie(value))));
  const owners = answers.map(({ status, body }) => (status === 200 ? (body as { id?: unknown } | null)?.id : status));
  shouldBe(owners, [user.id, other.id, user.id, other.id], 'The user id in each of four answers');
});

test('[6.3] Basic credentials beside the cookie do not change whose session it is', {
  meta: {
    security: 'a header decides whose session it is',
    help: 'Under `session_auth` only the session cookie says who the user is.',
  },
}, async ({ server, http, random, user, session }) => {
  const other = await givenUser(server, random);
  const answer = await http.get(ME).set('Cookie', cookie(session)).set('Authorization', basic(other));
  shouldAnswer(answer, 200, user.json);
});

test('[6.3] `GET /users/me` shows the user as it is stored now', {
  meta: {
    help: 'The session holds a user id, no copy of the user. The user is read from the database for each request.',
  },
}, async ({ server, http, random, user, session }) => {
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 200, user.json);
  const name = random.word(9);
  const changed = await server.evaluate(
    'models/user.ts',
    async ({ User }, id: string, firstName: string) => {
      const stored = await User.get(id);
      if (stored) await Object.assign(stored, { firstName }).save();
      return stored?.toJson();
    },
    user.id,
    name,
  );
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 200, changed);
});

test('[6.2] when the user is deleted, the session gives no user any more', {
  meta: {
    security: 'the session of a deleted user still works',
    help: 'The session may live longer than its user. What does the search for a deleted user give?',
  },
}, async ({ server, http, user, session }) => {
  const answer = await http.get(ME).set('Cookie', cookie(session));
  shouldAnswer(answer, 200, user.json);
  const found = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user.ts'],
    async ([{ auth }, { User }], request: never, id: string) => {
      const stored = await User.get(id);
      await stored?.remove();
      return auth?.currentUser(request);
    },
    requestOf(answer),
    user.id,
  );
  shouldBe(found, null, '`currentUser(request)`, after the user of the session was deleted,');
});

test('[6.2] a request with the session of a deleted user is 403', {
  meta: {
    security: 'the session of a deleted user still works',
    help: 'There are credentials, but they belong to nobody: that is 403, as for any other unknown session.',
  },
}, async ({ server, http, user, session }) => {
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 200, user.json);
  await server.evaluate('models/user.ts', async ({ User }, id: string) => (await User.get(id))?.remove(), user.id);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 403, { error: 'Forbidden' });
  await server.evaluate(
    'models/user.ts',
    async ({ User }, email: string) => Object.assign(new User(), { email }).save(),
    user.email,
  );
  const help = 'Somebody else has registered with the e-mail of the deleted user. The old session is not theirs.';
  shouldAnswer(await http.get(ME).set('Cookie', cookie(session)), 403, { error: 'Forbidden' }, help);
});

test('[6.4] the session id comes from `sessionCookie`', {
  meta: { help: '`currentUser` does not read the cookie itself. Which method of `Auth` does?' },
}, async ({ server, http, user }) => {
  const answer = await http.get(STATUS);
  const found = await server.evaluate(
    'api/v1/auth/session_auth.ts',
    async ({ SessionAuth }, request: never, userId: string) => {
      const auth = new SessionAuth();
      const sessionId = await auth.createSession(userId);
      const asked: unknown[] = [];
      auth.sessionCookie = new Proxy((given: unknown) => {
        asked.push(given === request ? 'the request' : given);
        return sessionId;
      }, {});
      const current = await auth.currentUser(request);
      return { user: current?.id ?? current, askedFor: asked[0] };
    },
    requestOf(answer),
    user.id,
  );
  const expected = { user: user.id, askedFor: 'the request' };
  shouldBe(found, expected, 'The current user, where another `sessionCookie` gives the session id,');
});

test('[6.4] the user id comes from `userIdForSessionId`, and is awaited', {
  meta: {
    help: 'Later kinds of sessions replace `userIdForSessionId`, and it is asynchronous. Is the result used before it is there?',
  },
}, async ({ server, http, user, random }) => {
  // What an id looks like is known to the method that is asked.
  const sessionId = random.word();
  const answer = await http.get(STATUS).set('Cookie', cookie(sessionId));
  const found = await server.evaluate(
    'api/v1/auth/session_auth.ts',
    async ({ SessionAuth }, request: never, userId: string) => {
      const auth = new SessionAuth();
      const asked: unknown[] = [];
      auth.userIdForSessionId = new Proxy(async (given: unknown) => {
        asked.push(given);
        return userId;
      }, {});
      const current = await auth.currentUser(request);
      return { user: current?.id ?? current, askedFor: asked[0] };
    },
    requestOf(answer),
    user.id,
  );
  const expected = { user: user.id, askedFor: sessionId };
  shouldBe(found, expected, 'The current user, where another, asynchronous `userIdForSessionId` gives the user id,');
});

test('[6.4, 6.2] where `userIdForSessionId` gives `null`, there is no user, though the map has the session', {
  meta: {
    security: 'a session that has ended can still be used',
    help: 'An expired session may still be in the map. `userIdForSessionId` has the last word, not the map.',
  },
}, async ({ server, http, user, session }) => {
  const answer = await http.get(STATUS).set('Cookie', cookie(session));
  const found = await server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, request: never) => {
      const sessions = auth as SessionAuth;
      const { userIdForSessionId } = sessions;
      const before = await sessions.currentUser(request);
      sessions.userIdForSessionId = async () => null;
      const after = await sessions.currentUser(request);
      sessions.userIdForSessionId = userIdForSessionId;
      return { before: before?.id ?? before, after: after?.id ?? after };
    },
    requestOf(answer),
  );
  const expected = { before: user.id, after: null };
  shouldBe(found, expected, 'The current user before and after `userIdForSessionId` gives `null`');
});

test('[6.2] without the cookie there is no current user', {
  meta: {
    security: 'anybody is taken for a user without a session',
    guard: '`currentUser` throws, or gives something else than `null`, where there is no request or no cookie',
    help: 'No request, and a request without the session cookie, are no errors: nobody is logged in.',
  },
}, async ({ server, http }) => {
  const answer = await http.get(STATUS).set('Cookie', 'theme=dark');
  const found = await server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, request: never) => [
      await auth?.currentUser(request),
      await auth?.currentUser(undefined),
      await auth?.currentUser(null),
    ],
    requestOf(answer),
  );
  const what =
    '`currentUser(request)` of a request without the cookie, `currentUser(undefined)` and `currentUser(null)`';
  shouldBe(found, [null, null, null], what);
});

test('[6.2] an unknown session id gives no current user', {
  meta: {
    security: 'anybody is taken for a user with a session ID that was made up',
    guard: '`currentUser` throws, or finds some user, for a session id that nobody was given',
    help: 'What does `userIdForSessionId` give for an unknown id, and what does the search for a user make of that?',
  },
}, async ({ server, http, random, session }) => {
  const current = async (value: string) => {
    const answer = await http.get(STATUS).set('Cookie', cookie(value));
    const ask = async ({ auth }: { auth: unknown }, request: never) => (auth as SessionAuth).currentUser(request);
    return server.evaluate('api/v1/auth/index.ts', ask, requestOf(answer));
  };
  shouldBe(await current(random.uuid()), null, '`currentUser(request)`, for an unknown session id,');
  shouldBe(
    await current(session.slice(0, -1)),
    null,
    '`currentUser(request)`, for a session id without its last letter,',
  );
});

test('[6.2] an unknown session id, and a user id in its place, are 403', {
  meta: {
    security: 'anybody can be let in with a session ID that was made up',
    guard: 'the value of the cookie is taken for a user id, or an unknown session is let in or breaks the server',
    help: 'Only an id that `createSession` gave out opens anything.',
  },
}, async ({ http, random, user }) => {
  for (const value of [random.uuid(), user.id, user.email]) {
    shouldAnswer(await http.get(ME).set('Cookie', cookie(value)), 403, { error: 'Forbidden' });
  }
});

test('[6.2] Basic credentials are no session: 403', {
  meta: {
    security: 'anybody with a password gets in, though there are only sessions',
    guard: '`SessionAuth` accepts an e-mail and a password in the `Authorization` header',
    help: 'From which class does `SessionAuth` take its `currentUser`?',
  },
}, async ({ http, user }) => {
  shouldAnswer(await http.get(ME).set('Authorization', basic(user)), 403, { error: 'Forbidden' });
});

test('[6.2] a session id outside the cookie opens nothing', {
  meta: {
    security: 'a session can be taken from addresses or headers, which end up in logs',
    guard: 'the session id is also taken from the query or from the `Authorization` header',
    help: 'The session id comes from the session cookie alone: addresses end up in logs, and in the history of browsers.',
  },
}, async ({ http, random, session }) => {
  const inAddress = `${ME}?_my_session_id=${session}&session_id=${session}&sessionId=${session}`;
  shouldAnswer(await http.get(inAddress), 401);
  // A header leads past the 401, and to `currentUser`.
  shouldAnswer(await http.get(inAddress).set('Authorization', random.word()), 403);
  shouldAnswer(await http.get(ME).set('Authorization', `Bearer ${session}`), 403);
  shouldAnswer(await http.get(ME).set('Authorization', session), 403);
});

walks(test, 6, '6.1, 6.2, 6.3');
