import { describe, inject } from 'vitest';
import { walks } from '../../checker/checks/walk/check.ts';
import { words } from '../../checker/harness/data.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { given } from '../../checker/harness/given.ts';
import { requestOf } from '../../checker/harness/http.ts';
import { should, shouldAnswer, shouldBe } from '../../checker/harness/judge.ts';
import { RandomInputs } from '../../checker/harness/random.ts';
import { refusalOf, shouldList } from '../../checker/harness/refusal.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';
import { createSession, destroySession, logIn, userIdOf } from '../../checker/harness/sessions.ts';
import type { SessionDBAuth } from '../../solutions/api/v1/auth/session_db_auth.ts';

const LOGOUT = '/api/v1/auth_session/logout';
const ME = '/api/v1/users/me';
const STATUS = '/api/v1/status';
const NAME = '_my_session_id';

const FORBIDDEN = { error: 'Forbidden' };

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** The life of a session, in seconds. One for the whole file, so that most checks share one server. */
const DURATION = new RandomInputs(inject('run').seed, 'the life of a session').integer(40, 2000);

const cookie = (value: string) => `${NAME}=${value}`;

/** The user ids of the stored sessions with this session id. */
function storedUnder(server: LearnerServer, sessionId: string): Promise<unknown> {
  return server.evaluate(
    'models/user_session.ts',
    async ({ UserSession }, id: string) => (await UserSession.search({ sessionId: id })).map(({ userId }) => userId),
    sessionId,
  );
}

/** A look-up at some time, as the subject of a sentence. */
const lookUp = (time: string) => `\`userIdForSessionId(sessionId)\`, ${time},`;
const THE_END = `exactly ${DURATION} s after the login`;
const PAST_THE_END = `${DURATION} s and 1 ms after the login`;

const environment = { AUTH_TYPE: 'session_db_auth', SESSION_NAME: NAME, SESSION_DURATION: String(DURATION) };
const test = checks({ environment, fakeTimers: true, database: 'file' });

test('[10.2, 10.6] `AUTH_TYPE=session_db_auth` puts a `SessionDBAuth` in force, and is in the list of known values', {
  meta: { help: 'Is the new value in the table of `api/v1/auth/index.ts`? Which class does the new one extend?' },
}, async ({ server, servers, random }) => {
  const kinds = await server.evaluate(
    ['api/v1/auth/index.ts', 'api/v1/auth/session_db_auth.ts', 'api/v1/auth/session_exp_auth.ts'],
    ([{ auth }, { SessionDBAuth }, { SessionExpAuth }]) => ({
      'a SessionDBAuth': auth instanceof SessionDBAuth,
      'a SessionExpAuth': (auth as unknown) instanceof SessionExpAuth,
    }),
  );
  shouldBe(kinds, { 'a SessionDBAuth': true, 'a SessionExpAuth': true }, 'What `auth` is');

  const unknown = `session_db_auth_${random.word(6)}`;
  const refusing = await servers.next({ environment: { AUTH_TYPE: unknown }, fakeTimers: false, database: 'memory' });
  // A list that was wrong before is no fault of this task.
  await given('1.2', async () =>
    shouldList(['session_exp_auth', 'session_db_auth'], await refusalOf(refusing, unknown), unknown),
  );
});

test('[10.1] `UserSession` is a model that keeps `userId` and `sessionId`', {
  meta: { help: 'How does the given `User` tell `Base` its table and its columns?' },
}, async ({ server, random }) => {
  const attributes = { userId: random.uuid(), sessionId: random.uuid() };
  const { isBase, saved, stored } = await server.evaluate(
    ['models/user_session.ts', 'models/base.ts'],
    async ([{ UserSession }, { Base }], given: { userId: string; sessionId: string }) => {
      const session = Object.assign(new UserSession(), given);
      await session.save();
      const found = await UserSession.search({ sessionId: given.sessionId });
      const [saved, ...stored] = [session, ...found].map(({ id, userId, sessionId, createdAt }) => {
        return { id, userId, sessionId, createdAt: new Date(createdAt).getTime() };
      });
      return { isBase: (session as unknown) instanceof Base, saved, stored };
    },
    attributes,
  );
  shouldBe(isBase, true, 'Whether a `UserSession` is a `Base`');
  shouldBe(stored, [{ ...saved, ...attributes }], 'What is found of a `UserSession` that was saved');
});

test('[10.2] `createSession` stores one `UserSession` with the session id and the user id', {
  meta: { help: 'A session is one row, with two attributes of its own. Was `save` called?' },
}, async ({ server, user }) => {
  const sessionId = await createSession(server, user);
  const stored = await server.evaluate(
    'models/user_session.ts',
    async ({ UserSession }, id: string) => {
      const sessions = await UserSession.search({ userId: id });
      return sessions.map(({ userId, sessionId }) => ({ userId, sessionId }));
    },
    user.id,
  );
  shouldBe(stored, [{ userId: user.id, sessionId }], 'The stored sessions of the user, after one `createSession`,');
});

test('[10.2] the session is stored before `createSession` gives its id', {
  meta: { help: 'A database takes its time. Is `save` awaited? Its promise is kept once the session is stored.' },
}, async ({ server, user }) => {
  const stored = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user_session.ts'],
    async ([{ auth }, { UserSession }], userId: string) => {
      // A read takes a few turns of the event loop. A write that nobody waits for must come after it.
      const afterTurns = async (turns: number) => {
        for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
      };
      const own = Object.getOwnPropertyDescriptor(UserSession.prototype, 'save');
      const { save } = UserSession.prototype;
      let last: Promise<void> | undefined;
      UserSession.prototype.save = new Proxy(function (this: InstanceType<typeof UserSession>) {
        last = afterTurns(20).then(() => save.call(this));
        return last;
      }, {});
      try {
        const sessionId = await (auth as SessionDBAuth).createSession(userId);
        return (await UserSession.search({ userId })).map((session) => session.sessionId === sessionId);
      } finally {
        Reflect.deleteProperty(UserSession.prototype, 'save');
        if (own) Object.defineProperty(UserSession.prototype, 'save', own);
        await last;
      }
    },
    user.id,
  );
  shouldBe(stored, [true], 'Whether the session is stored, on a slow database, when `createSession` has given its id,');

  const gave = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user_session.ts'],
    async ([{ auth }, { UserSession }], userId: string) => {
      const own = Object.getOwnPropertyDescriptor(UserSession.prototype, 'save');
      const refuse = async (): Promise<void> => {
        throw new Error('the database is full');
      };
      UserSession.prototype.save = new Proxy(refuse, {});
      try {
        const id = await (auth as SessionDBAuth).createSession(userId);
        // Whoever stores it in another way is not refused.
        const isStored = typeof id !== 'string' || (await UserSession.search({ sessionId: id })).length === 1;
        return isStored ? 'no id without a stored session' : 'an id, and no stored session';
      } catch {
        return 'no id without a stored session';
      } finally {
        Reflect.deleteProperty(UserSession.prototype, 'save');
        if (own) Object.defineProperty(UserSession.prototype, 'save', own);
      }
    },
    user.id,
  );
  const what = 'What `createSession` gives where the database refuses to store the session';
  shouldBe(gave, 'no id without a stored session', what);
});

test('[10.2] `createSession` gives a new UUID version 4 each time', {
  meta: { help: 'Who knows the session id is the user. It comes from the generator of task 2, not from the database.' },
}, async ({ server, user }) => {
  const [first, second] = [await createSession(server, user), await createSession(server, user)];
  const version4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;
  const good = version4.test(first) && version4.test(second) && first !== second;
  const reason = 'Two calls of `createSession` should give two different UUIDs of version 4, but they do not.';
  should(good, { reason, expected: words('two UUIDs of version 4'), actual: [first, second] });
  const owners = [await userIdOf(server, first), await userIdOf(server, second)];
  shouldBe(owners, [user.id, user.id], 'The user ids of both sessions');
});

test('[10.2] a user id that is missing or not a string gives `null`, and nothing is stored', {
  meta: { help: 'The user id is judged before anything is saved.' },
}, async ({ server, random, user }) => {
  const results = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user_session.ts'],
    async ([{ auth }, { UserSession }], good: string, ids: unknown[]) => {
      const sessions = auth as SessionDBAuth;
      const made = typeof (await sessions.createSession(good));
      const before = await UserSession.count();
      const refused: unknown[] = [];
      for (const id of ids) refused.push(await sessions.createSession(id));
      return { made, refused, stored: (await UserSession.count()) - before };
    },
    user.id,
    [undefined, null, random.integer(1, 999), { id: random.uuid() }],
  );
  const what =
    'What comes of a good user id (its type), of `undefined`, `null`, a number and an object, and how many sessions those four stored';
  shouldBe(results, { made: 'string', refused: [null, null, null, null], stored: 0 }, what);
});

test('[10.3] a second instance finds the session, though it was made before', {
  meta: { help: 'Two servers can share one database. The session is read when it is asked for, not at the start.' },
}, async ({ server, user }) => {
  const found = await server.evaluate(
    'api/v1/auth/session_db_auth.ts',
    async ({ SessionDBAuth }, userId: string) => {
      const [first, second] = [new SessionDBAuth(), new SessionDBAuth()];
      const unknown = await second.userIdForSessionId('no session');
      const sessionId = await first.createSession(userId);
      return [unknown, await second.userIdForSessionId(sessionId)];
    },
    user.id,
  );
  const what = '`userIdForSessionId` of a second instance, for an unknown id and for a session of the first one,';
  shouldBe(found, [null, user.id], what);
});

test('[10.3] a session that another program stored is valid', {
  meta: { help: 'Whatever is in the database counts: no session is known from memory alone.' },
}, async ({ server, http, random, user }) => {
  const sessionId = random.uuid();
  shouldBe(await userIdOf(server, sessionId), null, '`userIdForSessionId` of a session that is not yet stored');
  await server.evaluate(
    'models/user_session.ts',
    async ({ UserSession }, attributes: object) => Object.assign(new UserSession(), attributes).save(),
    { userId: user.id, sessionId },
  );
  shouldBe(await userIdOf(server, sessionId), user.id, '`userIdForSessionId` of a session that was stored as a row');
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 200, user.json);
});

test('[10.3] a session that another program deleted is gone', {
  meta: {
    security: 'a session lives on after it was deleted from the database',
    help: 'Another server may have ended the session. Is the answer read from the database each time?',
  },
}, async ({ server, user }) => {
  const sessionId = await createSession(server, user);
  shouldBe(await userIdOf(server, sessionId), user.id, '`userIdForSessionId(sessionId)`, right after the login,');
  await server.evaluate(
    'models/user_session.ts',
    async ({ UserSession }, id: string) => {
      for (const session of await UserSession.search({ sessionId: id })) await session.remove();
    },
    sessionId,
  );
  const what = '`userIdForSessionId(sessionId)`, after its row was deleted from the database,';
  shouldBe(await userIdOf(server, sessionId), null, what);
});

test('[10.3] a session id that is missing, unknown or not a string gives `null`', {
  meta: {
    security: 'anybody can use a session with something that is not its ID',
    help: 'What does `search` give for an attribute that is `undefined`? And for an id that is not there?',
  },
}, async ({ server, random, user }) => {
  const sessionId = await createSession(server, user);
  shouldBe(await userIdOf(server, sessionId), user.id, '`userIdForSessionId(sessionId)`, right after the login,');
  // A session without an id must not be found by a search without one. A model that does not save it is right as well.
  const id = await server.evaluate(
    'models/user_session.ts',
    async ({ UserSession }, userId: string) => {
      const session = Object.assign(new UserSession(), { userId, sessionId: null });
      try {
        await session.save();
      } catch {}
      return session.id;
    },
    user.id,
  );
  for (const unknown of [undefined, null, random.integer(1, 999), random.uuid(), '', '%', user.id, id]) {
    shouldBe(await userIdOf(server, unknown), null, `\`userIdForSessionId(${String(unknown) || "''"})\``);
  }
});

test('[10.4] `destroySession` deletes the stored session', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'By which attribute is the stored session found? And is it removed from the database?',
  },
}, async ({ server, http, user }) => {
  const sessionId = await createSession(server, user);
  shouldBe(await storedUnder(server, sessionId), [user.id], 'The user ids stored under the session id, before,');
  const answer = await http.get(STATUS).set('Cookie', cookie(sessionId));
  shouldBe(await destroySession(server, answer), true, '`destroySession(request)`');
  shouldBe(await storedUnder(server, sessionId), [], 'The user ids stored under the session id, afterwards,');
});

test('[10.4] the stored session is deleted before `destroySession` gives `true`', {
  meta: {
    security: 'a session can live on after the logout',
    help: 'A database takes its time. Is `remove` awaited? Its promise is kept once the session is deleted.',
  },
}, async ({ server, http, user }) => {
  const sessionId = await createSession(server, user);
  const answer = await http.get(STATUS).set('Cookie', cookie(sessionId));
  const result = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user_session.ts'],
    async ([{ auth }, { UserSession }], request: never, id: string) => {
      // A read takes a few turns of the event loop. A write that nobody waits for must come after it.
      const afterTurns = async (turns: number) => {
        for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
      };
      const own = Object.getOwnPropertyDescriptor(UserSession.prototype, 'remove');
      const { remove } = UserSession.prototype;
      let last: Promise<boolean> | undefined;
      UserSession.prototype.remove = new Proxy(function (this: InstanceType<typeof UserSession>) {
        last = afterTurns(20).then(() => remove.call(this));
        return last;
      }, {});
      try {
        const destroyed: unknown = await (auth as SessionDBAuth).destroySession(request);
        return { destroyed, stored: (await UserSession.search({ sessionId: id })).length };
      } finally {
        Reflect.deleteProperty(UserSession.prototype, 'remove');
        if (own) Object.defineProperty(UserSession.prototype, 'remove', own);
        await last;
      }
    },
    requestOf(answer),
    sessionId,
  );
  const what = 'What `destroySession(request)` gives, on a slow database, and how many rows there are then,';
  shouldBe(result, { destroyed: true, stored: 0 }, what);

  const otherId = await createSession(server, user);
  const other = await http.get(STATUS).set('Cookie', cookie(otherId));
  const gave = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user_session.ts'],
    async ([{ auth }, { UserSession }], request: never, id: string) => {
      const own = Object.getOwnPropertyDescriptor(UserSession.prototype, 'remove');
      const refuse = async (): Promise<boolean> => {
        throw new Error('the database is locked');
      };
      UserSession.prototype.remove = new Proxy(refuse, {});
      try {
        const gave = await (auth as SessionDBAuth).destroySession(request);
        // Whoever deletes it in another way is not refused.
        const isGone = (await UserSession.search({ sessionId: id })).length === 0;
        return gave !== true || isGone ? 'true for a deleted session only' : 'true, and the session is still stored';
      } catch {
        return 'true for a deleted session only';
      } finally {
        Reflect.deleteProperty(UserSession.prototype, 'remove');
        if (own) Object.defineProperty(UserSession.prototype, 'remove', own);
      }
    },
    requestOf(other),
    otherId,
  );
  const refused = 'What `destroySession` gives where the database refuses to delete the session';
  shouldBe(gave, 'true for a deleted session only', refused);
});

test('[10.4] an instance can destroy a session that another one made', {
  meta: {
    security: 'a session lives on after the logout on another server',
    help: 'This is as after a restart: the memory is empty, and the database has the session.',
  },
}, async ({ server, http, user }) => {
  const sessionId = await createSession(server, user);
  const answer = await http.get(STATUS).set('Cookie', cookie(sessionId));
  const destroyed = await server.evaluate(
    'api/v1/auth/session_db_auth.ts',
    async ({ SessionDBAuth }, request: never) => new SessionDBAuth().destroySession(request),
    requestOf(answer),
  );
  shouldBe(destroyed, true, '`destroySession(request)` of a second instance');
  shouldBe(await userIdOf(server, sessionId), null, '`userIdForSessionId` of the first instance, afterwards,');
});

test('[10.4] `destroySession` leaves every other session', {
  meta: { security: 'a session lives on after the logout', help: 'A logout ends one session, not one user.' },
}, async ({ server, http, user }) => {
  const [earlier, ended, later] = [
    await createSession(server, user),
    await createSession(server, user),
    await createSession(server, user),
  ];
  const answer = await http.get(STATUS).set('Cookie', cookie(ended));
  shouldBe(await destroySession(server, answer), true, '`destroySession(request)`');
  const owners = [await userIdOf(server, earlier), await userIdOf(server, ended), await userIdOf(server, later)];
  shouldBe(owners, [user.id, null, user.id], 'The user ids of three sessions, after the second one was destroyed,');
});

test('[10.4] `destroySession` gives `false`, and deletes nothing, where there is no such session', {
  meta: { help: 'No request, no cookie, an unknown id: as in task 8. What does a search that finds nothing give?' },
}, async ({ server, http, random, user }) => {
  const sessionId = await createSession(server, user);
  const withoutCookie = await http.get(STATUS);
  const withUnknown = await http.get(STATUS).set('Cookie', cookie(random.uuid()));
  const results = await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user_session.ts'],
    async ([{ auth }, { UserSession }], userId: string, ...requests: never[]) => {
      // A session without an id is none that a request without an id could name. A model that does not save it is right as well.
      try {
        await Object.assign(new UserSession(), { userId, sessionId: null }).save();
      } catch {}
      const given: unknown[] = [];
      for (const request of [undefined, ...requests]) given.push(await (auth as SessionDBAuth).destroySession(request));
      return given;
    },
    user.id,
    requestOf(withoutCookie),
    requestOf(withUnknown),
  );
  const what = '`destroySession` of no request, of one without a cookie, and of one with an unknown session id';
  shouldBe(results, [false, false, false], what);
  shouldBe(
    await storedUnder(server, sessionId),
    [user.id],
    'The user ids stored under another session id, afterwards,',
  );
});

test('[10.4] a session can be destroyed once: the second time the answer is `false`', {
  meta: {
    help: 'After it is deleted, a session is as unknown as one that never was.',
  },
}, async ({ server, http, user }) => {
  const answer = await http.get(STATUS).set('Cookie', cookie(await createSession(server, user)));
  const results = [await destroySession(server, answer), await destroySession(server, answer)];
  shouldBe(results, [true, false], '`destroySession(request)`, called twice,');
});

test('[10.4] over HTTP, the logout closes the session', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'The route of task 8 asks `auth.destroySession(request)`. Does this class have its own?',
  },
}, async ({ http, user }) => {
  const sessionId = await logIn(http, user);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 200, user.json);
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(sessionId)), 200, {});
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 403, FORBIDDEN);
});

test('[10.5] the stored `createdAt` is the time on the clock of the server', {
  meta: { help: '`Base` sets `createdAt` when an object is made. Does the session keep that time?' },
}, async ({ server, random, user }) => {
  await server.clock.advance(random.integer(1, SECOND - 1));
  const sessionId = await createSession(server, user);
  const stored = await server.evaluate(
    'models/user_session.ts',
    async ({ UserSession }, id: string) => {
      const sessions = await UserSession.search({ sessionId: id });
      return sessions.map(({ createdAt }) => new Date(createdAt).getTime());
    },
    sessionId,
  );
  shouldBe(stored, [server.clock.now()], 'The stored `createdAt`, in milliseconds since 1970,');
});

test('[10.5] a session is valid up to the very end of its life', {
  meta: { help: 'Seconds or milliseconds? And is the last millisecond inside or outside?' },
}, async ({ server, random, user }) => {
  await server.clock.advance(random.integer(1, SECOND - 1));
  const sessionId = await createSession(server, user);
  await server.clock.advance(DURATION * SECOND);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp(THE_END));
});

test('[10.5] one millisecond after its end, a session is no longer valid', {
  meta: {
    security: 'a session lives on after its end',
    help: 'A session from the database can be too old as well. Is its `createdAt` looked at?',
  },
}, async ({ server, http, random, user }) => {
  await server.clock.advance(random.integer(1, SECOND - 1));
  const sessionId = await logIn(http, user);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp('right after the login'));
  await server.clock.advance(DURATION * SECOND + 1);
  const newer = await createSession(server, user);
  shouldBe(await userIdOf(server, sessionId), null, lookUp(PAST_THE_END));
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 403, FORBIDDEN);
  const what = 'The user id of a newer session of the user, after the older one has ended,';
  shouldBe(await userIdOf(server, newer), user.id, what);
});

test('[10.5] the use of a session does not lengthen its life', {
  meta: {
    security: 'a session lives on after its end, if it is used',
    help: 'The end counts from `createdAt`. `updatedAt` changes when a session is saved again.',
  },
}, async ({ server, http, user }) => {
  const sessionId = await createSession(server, user);
  await server.clock.advance((DURATION * SECOND) / 2);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 200, user.json);
  await server.clock.advance((DURATION * SECOND) / 2 + 1);
  shouldBe(await userIdOf(server, sessionId), null, lookUp(`${PAST_THE_END}, though it was used halfway`));
});

test('[10.5] for a second instance the session ends at the same time', {
  meta: {
    security: 'a session lives on after its end on another server',
    help: 'The age of a session counts from the stored `createdAt`, not from the moment when it is first read.',
  },
}, async ({ server, user }) => {
  const sessionId = await createSession(server, user);
  await server.clock.advance(DURATION * SECOND);
  const ask = (id: string) =>
    server.evaluate(
      'api/v1/auth/session_db_auth.ts',
      async ({ SessionDBAuth }, given: string) => new SessionDBAuth().userIdForSessionId(given),
      id,
    );
  shouldBe(await ask(sessionId), user.id, `What a second instance gives, ${THE_END},`);
  await server.clock.advance(1);
  shouldBe(await ask(sessionId), null, `What a second instance gives, ${PAST_THE_END},`);
});

test('[10.5] the age of a session goes on while the server is stopped', {
  meta: {
    security: 'a session lives on after its end, if the server was restarted',
    help: 'What is counted from memory, or from the start of the server, begins anew after a restart.',
  },
}, async ({ server, user }) => {
  const sessionId = await createSession(server, user);
  await server.clock.advance((DURATION * SECOND) / 2);
  await server.restart();
  await server.clock.advance((DURATION * SECOND) / 2);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp(`${THE_END}, with a restart halfway`));
  await server.clock.advance(1);
  shouldBe(await userIdOf(server, sessionId), null, lookUp(`${PAST_THE_END}, with a restart halfway`));
});

test('[10.3, 10.6] after the server was killed and started again, the cookie still opens `users/me`', {
  meta: { help: 'The memory of the old process is gone. Only what was saved in the database is left.' },
}, async ({ server, http, user }) => {
  const sessionId = await logIn(http, user);
  await server.restart();
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 200, user.json);
});

test('[10.4, 10.6] a logout before the restart, and one after it, close the session for good', {
  meta: {
    security: 'a session lives on after the logout, once the server was restarted',
    help: 'Before and after a restart, the logout must find the session in the database, and delete it there.',
  },
}, async ({ server, http, user }) => {
  const [before, after] = [await logIn(http, user), await logIn(http, user)];
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(before)), 200, {});
  await server.restart();
  shouldAnswer(await http.get(ME).set('Cookie', cookie(before)), 403, FORBIDDEN);
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(after)), 200, {});
  shouldAnswer(await http.get(ME).set('Cookie', cookie(after)), 403, FORBIDDEN);
  shouldBe(await storedUnder(server, after), [], 'The user ids stored under the session id, after the logout,');
});

describe('with a negative SESSION_DURATION', () => {
  test.override('environment', { ...environment, SESSION_DURATION: `-${DURATION}` });
  test.override('fakeTimers', false);
  test.override('database', 'memory');

  test('[10.5] with a negative `SESSION_DURATION`, a session never expires', {
    meta: { help: 'As in task 9: a duration that is not greater than 0 means no end.' },
  }, async ({ server, user }) => {
    const sessionId = await createSession(server, user);
    await server.clock.advance(4000 * DAY);
    shouldBe(await userIdOf(server, sessionId), user.id, lookUp('4000 days after the login'));
  });
});

describe('in another time zone', () => {
  test.override('environment', { ...environment, TZ: 'Asia/Kolkata' });
  test.override('database', 'memory');

  test('[10.5] in another time zone than UTC, a session lives as long as elsewhere', {
    meta: {
      security: 'a session lives on after its end, in another time zone',
      help: 'Here the server runs with TZ=Asia/Kolkata. Is a stored time, which is UTC, ever taken for local time?',
    },
  }, async ({ server, user }) => {
    const sessionId = await createSession(server, user);
    await server.clock.advance(DURATION * SECOND);
    shouldBe(await userIdOf(server, sessionId), user.id, lookUp(`with TZ=Asia/Kolkata, ${THE_END}`));
    await server.clock.advance(1);
    shouldBe(await userIdOf(server, sessionId), null, lookUp(`with TZ=Asia/Kolkata, ${PAST_THE_END}`));
  });
});

test('[10.5] the end of a session that another program stored counts from its `createdAt`, too', {
  meta: {
    security: 'a session lives on after its end',
    help: 'The row says when the session began, and `sessionDuration` how long it lives. Nothing else is stored for it.',
  },
}, async ({ server, random, user }) => {
  const store = (sessionId: string, createdAt: number) =>
    server.evaluate(
      'models/user_session.ts',
      async ({ UserSession }, ids: object, time: number) =>
        Object.assign(new UserSession(), { ...ids, createdAt: new Date(time) }).save(),
      { userId: user.id, sessionId },
      createdAt,
    );
  const [valid, ended] = [random.uuid(), random.uuid()];
  const end = server.clock.now() - DURATION * SECOND;
  await store(valid, end);
  await store(ended, end - 1);
  shouldBe(await userIdOf(server, valid), user.id, lookUp(THE_END));
  shouldBe(await userIdOf(server, ended), null, lookUp(PAST_THE_END));
});

walks(test, 10, '10.3, 10.4, 10.5, 10.6');
