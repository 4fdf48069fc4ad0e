import { describe, inject } from 'vitest';
import { walks } from '../../checker/checks/walk/check.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { given, givenUser } from '../../checker/harness/given.ts';
import { requestOf } from '../../checker/harness/http.ts';
import { shouldAnswer, shouldBe } from '../../checker/harness/judge.ts';
import { RandomInputs } from '../../checker/harness/random.ts';
import { refusalOf, shouldList } from '../../checker/harness/refusal.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';
import { createSession, logIn, userIdOf } from '../../checker/harness/sessions.ts';
import type { SessionExpAuth } from '../../solutions/api/v1/auth/session_exp_auth.ts';

const LOGOUT = '/api/v1/auth_session/logout';
const ME = '/api/v1/users/me';
const STATUS = '/api/v1/status';
const NAME = '_my_session_id';

const NO_METHOD = 'nothing: in `SessionAuth` it is no method but a property, which `super` does not see';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** The life of a session, in seconds. One for the whole file, so that most checks share one server. */
const DURATION = new RandomInputs(inject('run').seed, 'the life of a session').integer(40, 2000);

const cookie = (value: string) => `${NAME}=${value}`;

function durationOf(server: LearnerServer): Promise<unknown> {
  return server.evaluate('api/v1/auth/index.ts', ({ auth }) => (auth as SessionExpAuth).sessionDuration);
}

/** The names of the public properties of `auth` in which a session id is found: however deep, and as a part of a text, too. */
function propertiesWith(server: LearnerServer, sessionId: string): Promise<string[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    ({ auth }, id: string) => {
      const maxDepth = 6;
      const readOf = (object: object, name: string): unknown => {
        try {
          return Reflect.get(object, name);
        } catch {
          return undefined;
        }
      };
      // Timers and emitters are Node's own objects: what they keep for a while is no business of the learner's.
      const isOfNode = (value: object) => ['unref', 'emit'].some((name) => typeof readOf(value, name) === 'function');
      const partsOf = (value: object): unknown[] => {
        if (value instanceof Map || value instanceof Set) return [...value.entries()].flat();
        const parts: unknown[] = [];
        // Inherited ones, too.
        for (const name in value) parts.push(name, readOf(value, name));
        return parts;
      };
      const holds = (value: unknown, depth: number): boolean => {
        if (typeof value === 'string') return value.includes(id);
        if (typeof value !== 'object' || value === null || depth > maxDepth || isOfNode(value)) return false;
        return partsOf(value).some((part) => holds(part, depth + 1));
      };
      const found: string[] = [];
      for (const name in auth) if (name.includes(id) || holds(readOf(auth, name), 1)) found.push(name);
      return found;
    },
    sessionId,
  );
}

/** More than 31 bits, more than 32, and the largest that is exact in JavaScript. */
const LARGE = [2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];

/** A look-up at some time, as the subject of a sentence. */
const lookUp = (time: string) => `\`userIdForSessionId(sessionId)\`, ${time},`;
const THE_END = `exactly ${DURATION} s after the login`;
const PAST_THE_END = `${DURATION} s and 1 ms after the login`;

const environment = { AUTH_TYPE: 'session_exp_auth', SESSION_NAME: NAME };
const test = checks({ environment: { ...environment, SESSION_DURATION: String(DURATION) }, fakeTimers: true });

test('[9.1, 9.5] `AUTH_TYPE=session_exp_auth` puts a `SessionExpAuth` in force, and is in the list of known values', {
  meta: { help: 'Is the new value in the table of `api/v1/auth/index.ts`? Which class does the new one extend?' },
}, async ({ server, servers, random }) => {
  const kinds = await server.evaluate(
    ['api/v1/auth/index.ts', 'api/v1/auth/session_exp_auth.ts', 'api/v1/auth/session_auth.ts'],
    ([{ auth }, { SessionExpAuth }, { SessionAuth }]) => ({
      'a SessionExpAuth': auth instanceof SessionExpAuth,
      'a SessionAuth': (auth as unknown) instanceof SessionAuth,
    }),
  );
  shouldBe(kinds, { 'a SessionExpAuth': true, 'a SessionAuth': true }, 'What `auth` is');

  const unknown = `session_exp_auth_${random.word(6)}`;
  const refusing = await servers.next({ environment: { AUTH_TYPE: unknown }, fakeTimers: false, database: 'memory' });
  // A list that was wrong before is no fault of this task.
  await given('1.2', async () =>
    shouldList(['session_auth', 'session_exp_auth'], await refusalOf(refusing, unknown), unknown),
  );
});

test('[9.1] `sessionDuration` is `SESSION_DURATION` as an integer', {
  meta: { help: 'A variable of the environment is a text. `sessionDuration` is a number, in seconds.' },
}, async ({ server, servers }) => {
  shouldBe(await durationOf(server), DURATION, `\`sessionDuration\`, with SESSION_DURATION=${DURATION},`);
  for (const duration of LARGE) {
    const variables = { ...environment, SESSION_DURATION: String(duration) };
    const other = await servers.next({ environment: variables, fakeTimers: false, database: 'memory' });
    shouldBe(await durationOf(other), duration, `\`sessionDuration\`, with SESSION_DURATION=${duration},`);
  }
});

test('[9.2] `createSession` makes the session id through `super`', {
  meta: {
    help: 'The class above knows already how a session is made. Its `createSession` is called, and its id given back.',
  },
}, async ({ server, user }) => {
  const result = await server.evaluate(
    ['api/v1/auth/session_exp_auth.ts', 'api/v1/auth/session_auth.ts'],
    async ([{ SessionExpAuth }, { SessionAuth }], userId: string, noMethod: string) => {
      const own = SessionAuth.prototype.createSession;
      if (typeof own !== 'function') return noMethod;
      const calls: unknown[] = [];
      const ids: unknown[] = [];
      SessionAuth.prototype.createSession = new Proxy(function (this: InstanceType<typeof SessionAuth>, id: string) {
        calls.push(id);
        const made = own.call(this, id);
        ids.push(made);
        return made;
      }, {});
      try {
        const sessionId: unknown = await new SessionExpAuth().createSession(userId);
        const sameId = sessionId === (await ids[0]);
        return { 'user ids given to super': calls, 'the id of super came back': sameId };
      } finally {
        SessionAuth.prototype.createSession = own;
      }
    },
    user.id,
    NO_METHOD,
  );
  const expected = { 'user ids given to super': [user.id], 'the id of super came back': true };
  shouldBe(result, expected, 'What `createSession(userId)` does with `super.createSession`');
});

test('[9.2] `createSession` gives `null` where `super` does', {
  meta: { help: 'What comes from `super` may be `null`. Is it looked at before the time is remembered?' },
}, async ({ server, user }) => {
  const result = await server.evaluate(
    ['api/v1/auth/session_exp_auth.ts', 'api/v1/auth/session_auth.ts'],
    async ([{ SessionExpAuth }, { SessionAuth }], userId: string, noMethod: string) => {
      const own = SessionAuth.prototype.createSession;
      if (typeof own !== 'function') return noMethod;
      const auth = new SessionExpAuth();
      const before = typeof (await auth.createSession(userId));
      // Asynchronous where the learner's own is.
      const isAsync = own.call(new SessionAuth(), userId) instanceof Promise;
      SessionAuth.prototype.createSession = new Proxy(isAsync ? async () => null : () => null, {}) as typeof own;
      try {
        return { before, after: await auth.createSession(userId) };
      } finally {
        SessionAuth.prototype.createSession = own;
      }
    },
    user.id,
    NO_METHOD,
  );
  const what = 'The type of `createSession(userId)`, and its value where `super` gives `null`,';
  shouldBe(result, { before: 'string', after: null }, what);
});

test('[9.2] a user id that is missing or not a string gives no session', {
  meta: { help: '`super.createSession` gives `null` for these. What becomes of that `null`?' },
}, async ({ server, random, user }) => {
  const results = await server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, good: string, ids: unknown[]) => {
      const sessions = auth as SessionExpAuth;
      const made = typeof (await sessions.createSession(good));
      const refused: unknown[] = [];
      for (const id of ids) refused.push(await sessions.createSession(id));
      return { made, refused };
    },
    user.id,
    [undefined, null, random.integer(1, 999), { id: random.uuid() }],
  );
  const what = 'What `createSession` gives for a good user id (its type), `undefined`, `null`, a number and an object';
  shouldBe(results, { made: 'string', refused: [null, null, null, null] }, what);
});

test('[9.3] a session id that is missing, unknown or not a string gives `null`', {
  meta: {
    help: 'For an unknown id there is no time of creation. It is `null` then, not `undefined` and no exception.',
  },
}, async ({ server, random, user }) => {
  const sessionId = await createSession(server, user);
  shouldBe(await userIdOf(server, sessionId), user.id, '`userIdForSessionId(sessionId)`, right after the login,');
  for (const unknown of [undefined, null, random.integer(1, 999), random.uuid(), '', '__proto__', 'constructor']) {
    shouldBe(await userIdOf(server, unknown), null, `\`userIdForSessionId(${String(unknown) || "''"})\``);
  }
});

test('[9.4] a session is valid up to the very end of its life', {
  meta: { help: 'Seconds or milliseconds? And is the last millisecond inside or outside?' },
}, async ({ server, random, user }) => {
  await server.clock.advance(random.integer(1, SECOND - 1));
  const sessionId = await createSession(server, user);
  await server.clock.advance(DURATION * SECOND - 1);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp('1 ms before the end of the session'));
  await server.clock.advance(1);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp(THE_END));
});

test('[9.4] one millisecond after its end, a session is no longer valid', {
  meta: {
    security: 'a session lives on after its end',
    help: 'When was the session made, for how many milliseconds does it live, and what time is it now?',
  },
}, async ({ server, random, user }) => {
  await server.clock.advance(random.integer(1, SECOND - 1));
  const sessionId = await createSession(server, user);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp('right after the login'));
  await server.clock.advance(DURATION * SECOND + 1);
  shouldBe(await userIdOf(server, sessionId), null, lookUp(PAST_THE_END));
});

test('[9.4] the use of a session does not lengthen its life', {
  meta: {
    security: 'a session lives on after its end, if it is used',
    help: 'The end counts from the creation of the session. Does a look-up change the time that was remembered?',
  },
}, async ({ server, http, user }) => {
  const sessionId = await createSession(server, user);
  await server.clock.advance((DURATION * SECOND) / 2);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp('halfway through'));
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 200, user.json);
  await server.clock.advance((DURATION * SECOND) / 2 + 1);
  shouldBe(await userIdOf(server, sessionId), null, lookUp(`${PAST_THE_END}, though it was used halfway`));
});

test('[9.4] the life counts from the session, not from its user or from the start of the server', {
  meta: { help: 'A user, and a server, can be older than the session. Whose time of creation is remembered?' },
}, async ({ server, user }) => {
  await server.clock.advance(DURATION * SECOND + 1);
  const sessionId = await createSession(server, user);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp('right after the login of an older user'));
  await server.clock.advance(DURATION * SECOND);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp(THE_END));
});

test('[9.4] each session of a user has its own end', {
  meta: {
    security: 'a session lives on after its end, if the user logs in again',
    help: 'The time belongs to the session id. A newer session of the same user changes nothing for an older one.',
  },
}, async ({ server, user }) => {
  const older = await createSession(server, user);
  await server.clock.advance(10 * SECOND);
  const newer = await createSession(server, user);
  await server.clock.advance((DURATION - 10) * SECOND + 1);
  const owners = { older: await userIdOf(server, older), newer: await userIdOf(server, newer) };
  const what = 'What two sessions give, the older one just past its end and the newer one 10 s younger,';
  shouldBe(owners, { older: null, newer: user.id }, what);
});

test('[9.5] over HTTP, an expired session is 403', {
  meta: {
    security: 'a session lives on after its end',
    help: 'The filter asks `currentUser`, and that one asks `userIdForSessionId`. Whose sessions does the login make?',
  },
}, async ({ server, http, user }) => {
  const sessionId = await logIn(http, user);
  await server.clock.advance(DURATION * SECOND);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 200, user.json);
  await server.clock.advance(1);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 403, { error: 'Forbidden' });
});

test('[9.5] after the end of a session, a new login works, and the old session stays closed', {
  meta: {
    security: 'a session comes back to life after its end',
    help: 'The new session has its own id and its own time. What is left of the old one?',
  },
}, async ({ server, http, user }) => {
  // Of two sessions that have ended, one is asked for before the new login, and the other is not.
  const [old, forgotten] = [await logIn(http, user), await logIn(http, user)];
  await server.clock.advance(DURATION * SECOND + 1);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(old)), 403);
  const next = await logIn(http, user);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(next)), 200, user.json);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(old)), 403);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(forgotten)), 403);
});

test('[9.6] after the logout, the session is closed', {
  meta: {
    security: 'a session lives on after the logout',
    help: 'Where does this class find its sessions, and where does `destroySession` delete them?',
  },
}, async ({ server, http, user }) => {
  const sessionId = await logIn(http, user);
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(sessionId)), 200, {});
  shouldAnswer(await http.get(ME).set('Cookie', cookie(sessionId)), 403);
  shouldBe(await userIdOf(server, sessionId), null, '`userIdForSessionId(sessionId)`, after the logout,');
});

test('[9.6] the logout leaves no entry for the session', {
  meta: {
    help: 'What was remembered at the login must be forgotten at the logout: all of it, or the memory fills up.',
  },
}, async ({ server, http, user }) => {
  const sessionId = await createSession(server, user);
  const answer = await http.get(STATUS).set('Cookie', cookie(sessionId));
  const destroy = () =>
    server.evaluate(
      'api/v1/auth/index.ts',
      async ({ auth }, request: never) => (auth as SessionExpAuth).destroySession(request),
      requestOf(answer),
    );
  shouldBe(await destroy(), true, '`destroySession(request)`');
  const what = 'The list of properties of `auth` that still hold the session id after the logout';
  shouldBe(await propertiesWith(server, sessionId), [], what);
  shouldBe(await destroy(), false, '`destroySession(request)`, called once more for a session that is gone,');
});

test('[9.6] the look-up of an expired session leaves no entry for it', {
  meta: { help: 'Nobody can use an expired session again. Whoever finds one deletes what was remembered: all of it.' },
}, async ({ server, user }) => {
  const sessionId = await createSession(server, user);
  await server.clock.advance(DURATION * SECOND + 1);
  shouldBe(await userIdOf(server, sessionId), null, lookUp(PAST_THE_END));
  const what = 'The list of properties of `auth` that still hold the session id after the look-up';
  shouldBe(await propertiesWith(server, sessionId), [], what);
});

test('[9.6] other sessions keep their entries', {
  meta: { help: 'Only the session in question is forgotten, not the whole map.' },
}, async ({ server, http, random, user }) => {
  const expired = await createSession(server, user);
  await server.clock.advance(DURATION * SECOND + 1);
  const other = await givenUser(server, random);
  const [kept, closed] = [await logIn(http, other), await logIn(http, user)];
  shouldBe(await userIdOf(server, expired), null, lookUp(PAST_THE_END));
  shouldAnswer(await http.delete(LOGOUT).set('Cookie', cookie(closed)), 200);
  shouldAnswer(await http.get(ME).set('Cookie', cookie(kept)), 200, other.json);
});

/** With this `SESSION_DURATION` a session must be valid long after it was made. */
async function shouldNeverExpire(server: LearnerServer, user: { id: string }, setting: string): Promise<void> {
  const sessionId = await createSession(server, user);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp(`with ${setting}, right after the login`));
  await server.clock.advance(4000 * DAY);
  shouldBe(await userIdOf(server, sessionId), user.id, lookUp(`with ${setting}, 4000 days after the login`));
  const unknown = `${sessionId}0`;
  shouldBe(await userIdOf(server, unknown), null, `\`userIdForSessionId\`, with ${setting}, for an unknown id`);
}

describe('without SESSION_DURATION', () => {
  test.override('environment', environment);
  test.override('fakeTimers', false);

  test('[9.1] without `SESSION_DURATION`, `sessionDuration` is 0', {
    meta: { help: 'A variable that is not set is `undefined`. Which number stands for that?' },
  }, async ({ server }) => {
    shouldBe(await durationOf(server), 0, '`sessionDuration`, without SESSION_DURATION,');
  });

  test('[9.3] without `SESSION_DURATION`, a session never expires', {
    meta: { help: 'A duration of 0 does not mean that a session ends at once.' },
  }, async ({ server, user }) => {
    await shouldNeverExpire(server, user, 'no SESSION_DURATION');
  });
});

describe('with a negative SESSION_DURATION', () => {
  test.override('environment', { ...environment, SESSION_DURATION: `-${DURATION}` });
  test.override('fakeTimers', false);

  test('[9.3, 9.1] with a negative `SESSION_DURATION`, a session never expires', {
    meta: { help: 'Every duration that is not greater than 0 means: no end.' },
  }, async ({ server, user }) => {
    shouldBe(await durationOf(server), -DURATION, `\`sessionDuration\`, with SESSION_DURATION=-${DURATION},`);
    await shouldNeverExpire(server, user, `SESSION_DURATION=-${DURATION}`);
  });
});

for (const [kind, text] of [
  ['a number with a unit', `${DURATION}s`],
  ['a fraction', `${DURATION}.5`],
  ['an empty text', ''],
  ['the text "NaN"', 'NaN'],
] as const) {
  describe(`with ${kind} as SESSION_DURATION`, () => {
    test.override('environment', { ...environment, SESSION_DURATION: text });
    test.override('fakeTimers', false);

    test(`[9.1, 9.3] with ${kind} as \`SESSION_DURATION\`, the duration is 0, and a session never expires`, {
      meta: { help: 'Only a whole number is a duration. What do `parseInt` and `Number` make of this text?' },
    }, async ({ server, user }) => {
      shouldBe(await durationOf(server), 0, `\`sessionDuration\`, with SESSION_DURATION="${text}",`);
      await shouldNeverExpire(server, user, `SESSION_DURATION="${text}"`);
    });
  });
}

describe('under session_auth', () => {
  test.override('environment', {
    AUTH_TYPE: 'session_auth',
    SESSION_NAME: NAME,
    SESSION_DURATION: String(DURATION),
  });
  test.override('fakeTimers', true);

  test('[9.5] `AUTH_TYPE=session_auth` goes on as before: its sessions do not expire', {
    meta: {
      guard: 'the expiry is built into `SessionAuth`, or replaces it in the table of `AUTH_TYPE`',
      help: 'Expiry belongs to the new class alone. Did `SessionAuth`, or its line in the table, change?',
    },
  }, async ({ server, user }) => {
    const sessionId = await createSession(server, user);
    await server.clock.advance(DURATION * SECOND + 1);
    shouldBe(await userIdOf(server, sessionId), user.id, lookUp(`under \`session_auth\`, ${PAST_THE_END}`));
  });
});

walks(test, 9, '9.3, 9.4, 9.5');
