import { walks } from '../../checker/checks/walk/check.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { givenSession, givenUser, type KnownUser } from '../../checker/harness/given.ts';
import { shouldBe } from '../../checker/harness/judge.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '_my_session_id' } });

test('[3.2] a session id leads to the user id that it was made for', {
  meta: { help: '`createSession` left the user id in the map. Under which key?' },
}, async ({ server, user, session }) => {
  await shouldKnow(server, session, user);
});

test('[3.2] each of several sessions leads to its own user', {
  meta: {
    security: 'a session leads to the account of another user',
    help: 'Two users with two sessions each: the id alone decides, not the order in which they were made.',
  },
}, async ({ server, user, random }) => {
  const other = await givenUser(server, random);
  const owners = [user, other, user, other];
  const sessions: string[] = [];
  for (const owner of owners) sessions.push(await givenSession(server, owner));
  const found = await lookUp(server, sessions);
  shouldBe(
    found,
    owners.map(({ id }) => id),
    'The list of user ids for four sessions of two users',
  );
});

test('[3.2] asking does not use a session up', {
  meta: { help: 'A session is read, not taken out of the map.' },
}, async ({ server, user, session }) => {
  shouldBe(
    await lookUp(server, [session, session, session]),
    [user.id, user.id, user.id],
    'The list of three answers for one session id',
  );
});

test('[3.2] the user id comes back exactly as it was given', {
  meta: { help: 'The method hands on what the map holds. It changes nothing and asks no database.' },
}, async ({ server, random }) => {
  const word = random.word();
  for (const id of [word, word.toUpperCase(), String(random.integer(1, 1e6)), '0', `é ${word}`, '__proto__']) {
    const session = await givenSession(server, { id });
    shouldBe(
      (await lookUp(server, [session]))[0],
      id,
      `The user id for a session of the user id ${JSON.stringify(id)}`,
    );
  }
});

test('[3.1] a missing session id gives `null`', {
  meta: { help: '`undefined`, `null` and no argument at all. The answer is `null`, not `undefined`, and no error.' },
}, async ({ server, user, session }) => {
  await shouldKnow(server, session, user);
  const found = await server.evaluate('api/v1/auth/index.ts', async ({ auth }) => {
    const sessions = auth as unknown as { userIdForSessionId(sessionId?: unknown): unknown };
    return {
      none: await sessions.userIdForSessionId(),
      undefined: await sessions.userIdForSessionId(undefined),
      null: await sessions.userIdForSessionId(null),
    };
  });
  shouldBe(found.none, null, '`userIdForSessionId()`');
  shouldBe(found.undefined, null, '`userIdForSessionId(undefined)`');
  shouldBe(found.null, null, '`userIdForSessionId(null)`');
});

test('[3.1] what is not a string gives `null`', {
  meta: { help: 'Test the type first. A session id is a string, and nothing else is one.' },
}, async ({ server, user, session, random }) => {
  await shouldKnow(server, session, user);
  for (const value of [random.integer(1, 1e9), 0, Number.NaN, true, false, {}, [], 7n, new Date(0), new Map()]) {
    shouldBe((await lookUp(server, [value]))[0], null, `\`userIdForSessionId\` of ${describeValue(value)}`);
  }
});

test('[3.1] what only looks like a session id when it is turned into text gives `null`', {
  meta: {
    security: 'anybody can use a session with something that is not its ID',
    help: 'A list with one text, and an object with `toString`, become that text where they serve as the key of an object.',
  },
}, async ({ server, user, session }) => {
  await shouldKnow(server, session, user);
  const found = await server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, sessionId: string) => {
      const sessions = auth as unknown as { userIdForSessionId(sessionId: unknown): unknown };
      return {
        list: await sessions.userIdForSessionId([sessionId]),
        object: await sessions.userIdForSessionId({ toString: () => sessionId }),
        function: await sessions.userIdForSessionId(() => sessionId),
        symbol: await sessions.userIdForSessionId(Symbol(sessionId)),
      };
    },
    session,
  );
  shouldBe(found.list, null, '`userIdForSessionId([sessionId])`');
  shouldBe(found.object, null, '`userIdForSessionId({ toString: () => sessionId })`');
  shouldBe(found.function, null, '`userIdForSessionId(() => sessionId)`');
  shouldBe(found.symbol, null, '`userIdForSessionId(Symbol())`');
});

test('[3.3] an unknown session id gives `null`, and stays unknown', {
  meta: {
    security: 'anybody can use a session with an ID that was made up',
    help: 'What does a `Map` give for a key that it does not have? The contract of this method is another one.',
  },
}, async ({ server, user, session, random }) => {
  await shouldKnow(server, session, user);
  const unknown = random.uuid();
  shouldBe(
    await lookUp(server, [unknown, random.word(), unknown]),
    [null, null, null],
    'The list of answers for unknown session ids',
  );
  await shouldKnow(server, session, user);
});

test('[3.3] names that every object has are no session ids', {
  meta: {
    security: 'anybody can use a session with an ID such as `constructor`',
    help: 'A plain object inherits properties that nobody put there. A `Map` does not.',
  },
}, async ({ server, user, session }) => {
  await shouldKnow(server, session, user);
  for (const name of ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'size', 'get', 'length']) {
    shouldBe((await lookUp(server, [name]))[0], null, `\`userIdForSessionId('${name}')\``);
  }
});

test('[3.3] the empty string is no session id', {
  meta: {
    security: 'anybody can use a session with an empty ID',
    help: 'Nobody has ever been given the empty string as a session id: it is unknown like any other.',
  },
}, async ({ server, user, session }) => {
  await shouldKnow(server, session, user);
  shouldBe((await lookUp(server, ['']))[0], null, "`userIdForSessionId('')`");
});

test('[3.3] a user id is no session id, nor is a part of one', {
  meta: {
    security: 'anybody who knows a user ID, or part of a session ID, can use a session',
    help: 'Only the whole session id is the key. A user id is public: it must open nothing.',
  },
}, async ({ server, user, session }) => {
  await shouldKnow(server, session, user);
  const parts = [session.slice(0, -1), session.slice(0, 8), `${session}0`];
  const [userId, ...others] = await lookUp(server, [user.id, ...parts]);
  shouldBe(userId, null, '`userIdForSessionId(userId)`');
  shouldBe(
    others,
    [null, null, null],
    'The list of answers for a session id cut short, its first group, and one with a digit more',
  );
});

/** What the auth in force gives for each of these session ids, one after the other. */
function lookUp(server: LearnerServer, sessionIds: unknown[]): Promise<unknown[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, sessionIds: unknown[]) => {
      const sessions = auth as unknown as { userIdForSessionId(sessionId: unknown): unknown };
      const found: unknown[] = [];
      for (const sessionId of sessionIds) found.push(await sessions.userIdForSessionId(sessionId));
      return found;
    },
    sessionIds,
  );
}

/** The method is there and does its work: without this, that it gives `null` says nothing. */
async function shouldKnow(server: LearnerServer, session: string, user: KnownUser): Promise<void> {
  const [userId] = await lookUp(server, [session]);
  shouldBe(userId, user.id, '`userIdForSessionId(sessionId)` for a good session id');
}

function describeValue(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return 'a Date';
  if (value instanceof Map) return 'a Map';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

walks(test, 3, '3.1, 3.2, 3.3');
