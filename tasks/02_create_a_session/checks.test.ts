import { describe } from 'vitest';
import { walks } from '../../checker/checks/walk/check.ts';
import { toText, words } from '../../checker/harness/data.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { given } from '../../checker/harness/given.ts';
import { should, shouldBe } from '../../checker/harness/judge.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '_my_session_id' } });

const MODULE = 'api/v1/auth/session_auth.ts';

/** The bad user ids say nothing before a good one has its session. */
const GOOD_FIRST = 'First see to the good user id: it must have a session, and the id of the session is a text.';

test('[2.1] `userIdBySessionId` of a new `SessionAuth` is an empty `Map`', {
  meta: { help: 'A `Map`, not a plain object: it has no entries of its own, and takes any key.' },
}, async ({ server }) => {
  const found = await server.evaluate(MODULE, async ({ SessionAuth }) => {
    const map: unknown = new SessionAuth().userIdBySessionId;
    // Its entries alone: a class of the learner's that extends `Map` is a map too.
    return map instanceof Map ? new Map(map) : { noMap: map };
  });
  shouldBe(found, new Map(), '`new SessionAuth().userIdBySessionId`');
});

test('[2.1] every `SessionAuth` has a map of its own', {
  meta: { help: 'Does the map belong to the class, to the module, or to the instance?' },
}, async ({ server, random }) => {
  const found = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string) => {
      const [first, second] = [new SessionAuth(), new SessionAuth()];
      const sessionId = await first.createSession(userId);
      const third = new SessionAuth();
      const known = [first, second, third].map((auth) => auth.userIdBySessionId.get(sessionId as string));
      return { known, sizes: [first, second, third].map((auth) => auth.userIdBySessionId.size) };
    },
    random.uuid(),
  );
  const what = 'The number of entries in the maps of three instances, after one session in the first one,';
  shouldBe(found.sizes, [1, 0, 0], what);
  shouldBe(found.known.slice(1), [undefined, undefined], 'What the other two maps hold under the session id');
});

test('[2.2] without a user id there is no session', {
  meta: { help: '`undefined`, `null` and no argument at all are all "missing". The answer is `null`, nothing else.' },
}, async ({ server, random }) => {
  const { made, results } = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string) => {
      const auth = new SessionAuth();
      const results = {
        none: await auth.createSession(),
        undefined: await auth.createSession(undefined),
        null: await auth.createSession(null),
      };
      return { results, made: typeof (await auth.createSession(userId)) };
    },
    random.uuid(),
  );
  shouldBe(made, 'string', 'The type of what `createSession` gives for a good user id', GOOD_FIRST);
  shouldBe(results.none, null, '`createSession()`');
  shouldBe(results.undefined, null, '`createSession(undefined)`');
  shouldBe(results.null, null, '`createSession(null)`');
});

test('[2.2] a number is no user id', {
  meta: {
    help: 'A value can be there and still be of the wrong type. Which test tells a string from everything else?',
  },
}, async ({ server, random }) => {
  const numbers = [random.integer(1, 1e9), 0, -1, Number.NaN, random.integer(1, 99) + 0.5];
  const { made, results } = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string, numbers: number[]) => {
      const auth = new SessionAuth();
      const results: unknown[] = [];
      for (const number of numbers) results.push(await auth.createSession(number));
      return { results, made: typeof (await auth.createSession(userId)) };
    },
    random.uuid(),
    numbers,
  );
  shouldBe(made, 'string', 'The type of what `createSession` gives for a good user id', GOOD_FIRST);
  for (const [index, number] of numbers.entries()) shouldBe(results[index], null, `\`createSession(${number})\``);
});

test('[2.2] nor is anything else that is not a string', {
  meta: { help: 'Test for what is allowed, not for each thing that is not: then nothing can be forgotten.' },
}, async ({ server, random }) => {
  const { made, results } = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string) => {
      const auth = new SessionAuth();
      const values: [string, unknown][] = [
        ['true', true],
        ['false', false],
        ['{}', {}],
        ['{ id: userId }', { id: userId }],
        ['{ toString: () => userId }', { toString: () => userId }],
        ['[]', []],
        ['[userId]', [userId]],
        ['() => userId', () => userId],
        ['7n', 7n],
        ['Symbol()', Symbol(userId)],
        ['new Date()', new Date()],
      ];
      const results: [string, unknown][] = [];
      for (const [text, value] of values) results.push([text, await auth.createSession(value)]);
      return { results, made: typeof (await auth.createSession(userId)) };
    },
    random.uuid(),
  );
  shouldBe(made, 'string', 'The type of what `createSession` gives for a good user id', GOOD_FIRST);
  for (const [text, result] of results) shouldBe(result, null, `\`createSession(${text})\``);
});

test('[2.2] a bad user id leaves the map as it was', {
  meta: { help: 'What is done first: the test of the user id, or the entry in the map?' },
}, async ({ server, random }) => {
  const userId = random.uuid();
  const { before, after } = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string) => {
      const auth = new SessionAuth();
      await auth.createSession(userId);
      const before = new Map(auth.userIdBySessionId);
      for (const value of [undefined, null, 42, 0, true, {}, [userId]]) await auth.createSession(value);
      return { before, after: new Map(auth.userIdBySessionId) };
    },
    userId,
  );
  shouldBe([...before.values()], [userId], 'The values in the map after one good `createSession`');
  shouldBe(after, before, 'The map after seven calls with bad user ids');
});

test('[2.3] the session id is a UUID of version 4, as text', {
  meta: {
    help: 'The text has 36 characters. The first digit of its third group tells the version (RFC 9562, section 5.4).',
  },
}, async ({ server, random }) => {
  for (const sessionId of await createSessions(server, random.uuid(), 20)) {
    should(typeof sessionId === 'string' && UUID_V4.test(sessionId), {
      reason: '`createSession(userId)` should give a UUID of version 4 as text.',
      expected: words('a UUID of version 4, as text'),
      actual: sessionId,
    });
  }
});

test('[2.3] the map holds the user id under the session id', {
  meta: { help: 'Which of the two is the key? Later the server is given a session id and asks for the user.' },
}, async ({ server, random }) => {
  const userId = random.uuid();
  const { sessionId, entries } = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string) => {
      const auth = new SessionAuth();
      const sessionId: unknown = await auth.createSession(userId);
      return { sessionId, entries: [...auth.userIdBySessionId] };
    },
    userId,
  );
  should(typeof sessionId === 'string', {
    reason: '`createSession(userId)` should give the session id, a string.',
    expected: words('a session id, as text'),
    actual: sessionId,
  });
  shouldBe(entries, [[sessionId, userId]], 'The list of [key, value] in the map after one `createSession`');
});

test('[2.3] any string can be a user id, and is stored as it is', {
  meta: { help: 'The user id is only kept here. Who the user is, and whether there is one, is asked later.' },
}, async ({ server, random }) => {
  const word = random.word();
  const userIds = [
    word,
    word.toUpperCase(),
    String(random.integer(1, 1e6)),
    '0',
    'null',
    'constructor',
    '__proto__',
    ` ${word} `,
    `é ${word} \u{1f511}`,
    word.repeat(50),
  ];
  const stored = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userIds: string[]) => {
      const auth = new SessionAuth();
      const sessionIds: unknown[] = [];
      for (const userId of userIds) sessionIds.push(await auth.createSession(userId));
      return sessionIds.map((sessionId) => auth.userIdBySessionId.get(sessionId as string));
    },
    userIds,
  );
  for (const [index, userId] of userIds.entries()) {
    shouldBe(
      stored[index],
      userId,
      `What the map holds for the session of the user id ${JSON.stringify(userId.slice(0, 20))}`,
    );
  }
});

test('[2.3] the auth in force makes sessions, too', {
  meta: { help: 'The auth that `AUTH_TYPE` chose is an instance of your class like any other.' },
}, async ({ server, user }) => {
  const found = await server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, userId: string) => {
      const sessions = auth as unknown as {
        createSession(id: string): unknown;
        userIdBySessionId: Map<unknown, unknown>;
      };
      const sessionId = await sessions.createSession(userId);
      // Read after the call: whoever never changes a map puts a new one in its place.
      return sessions.userIdBySessionId.get(sessionId);
    },
    user.id,
  );
  shouldBe(found, user.id, 'What the map of `auth` holds for a new session of the user');
});

test('[2.4] one user can have two sessions, and both are valid', {
  meta: { help: 'Somebody may be logged in on a phone and on a laptop. Does the second session replace the first?' },
}, async ({ server, random }) => {
  const userId = random.uuid();
  const { ids, owners } = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string, otherId: string) => {
      const auth = new SessionAuth();
      const first = await auth.createSession(userId);
      await auth.createSession(otherId);
      const second = await auth.createSession(userId);
      return {
        ids: [first, second],
        owners: [first, second].map((id) => auth.userIdBySessionId.get(id as string)),
      };
    },
    userId,
    random.uuid(),
  );
  should(ids[0] !== ids[1], {
    reason: 'Two sessions of one user have the same id. Each session needs an id of its own.',
    expected: words('two different session ids'),
    actual: ids,
  });
  shouldBe(owners, [userId, userId], 'What the map holds for the first and the second session of the user');
});

test('[2.4, 2.3] no session id is given out twice, and no session makes room for another', {
  meta: {
    help: 'Every call makes a new id, also for calls at the same time, for other users and for other instances.',
  },
}, async ({ server, random }) => {
  const userIds = [random.uuid(), random.uuid(), random.uuid()];
  // So many that two of them are the same where a session id has only a few random bits.
  const sessionIds: unknown[] = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userIds: string[]) => {
      const auths = [new SessionAuth(), new SessionAuth()];
      const calls = Array.from({ length: 400 }, () =>
        auths.flatMap((auth) => userIds.map((userId) => auth.createSession(userId))),
      );
      return await Promise.all(calls.flat());
    },
    userIds,
  );
  const [kept, more] = await server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string, count: number, most: number) => {
      const auth = new SessionAuth();
      const before = auth.userIdBySessionId.size;
      await Promise.all(Array.from({ length: count }, () => auth.createSession(userId)));
      const kept = auth.userIdBySessionId.size - before;
      // So many that a call for each would take too long: they are put where the sessions are.
      for (let other = 0; other < most; other += 1) auth.userIdBySessionId.set(`other session ${other}`, userId);
      const full = auth.userIdBySessionId.size;
      await auth.createSession(userId);
      return [kept, auth.userIdBySessionId.size - full];
    },
    userIds[0],
    MANY,
    MOST,
  );
  const made = sessionIds.length;
  const different = new Set(sessionIds.filter((id) => typeof id === 'string')).size;
  shouldBe(different, made, `The number of different ids in ${made} sessions`);
  shouldBe(kept, MANY, `The number of sessions that are kept, after ${MANY} were made for one user,`);
  shouldBe(more, 1, `By how many sessions a map that holds over ${MOST} grows, when one more is made,`);
});

test('[2.4] all of a session id is random: no part is from `Math.random`, the time, the user id or a counter', {
  meta: {
    security: 'anybody can guess a session ID',
    help: 'Who can guess a session id is that user. Node has a cryptographic generator, and it can make the whole UUID.',
  },
}, async ({ server, random }) => {
  // The clock stands still here, and so does `Math.random`: what is made from them does not change.
  const sessionIds = await givenSessions(server, random.uuid(), COUNT);
  const positions = Array.from({ length: 36 }, (_, position) => position).filter(
    (position) => !FIXED_POSITIONS.has(position),
  );
  const still = positions.filter((position) => new Set(sessionIds.map((id) => id[position])).size === 1);
  // Not the ids: reports name them, and what is the same in them would be hidden.
  const pattern = [...'????????-????-4???-????-????????????'];
  should(still.length === 0, {
    reason: `With \`Math.random\` and the clock held still, ${still.length} of the ${positions.length} digits are the same in all session ids of a user. They are marked by \`=\`.`,
    expected: words(pattern.join('')),
    actual: words(pattern.map((digit, position) => (still.includes(position) ? '=' : digit)).join('')),
  });
  const bits = sessionIds.map(bitsOf);
  const stillBits = Array.from({ length: RANDOM_BITS }, (_, place) => place).filter(
    (place) => new Set(bits.map((one) => one[place])).size === 1,
  );
  shouldBe(
    stillBits.length,
    0,
    `Of the ${RANDOM_BITS} random bits of a UUID, the number of those that are the same in ${COUNT} session ids`,
  );
  const nearest = Math.min(...bits.flatMap((one, index) => bits.slice(index + 1).map((other) => distance(one, other))));
  should(nearest >= LEAST_DISTANCE, {
    reason: `Of ${COUNT} session ids of a user, two differ in ${nearest} of their ${RANDOM_BITS} random bits only. In two ids that have nothing to do with each other, about half of them are different.`,
    expected: words(`at least ${LEAST_DISTANCE} different bits in any two session ids`),
    actual: words(`${nearest} different bits`),
  });
  should(commonRun(sessionIds) === undefined, {
    reason: `Two of ${COUNT} session ids of a user have ${RUN} digits in a row in common. Who knows one of them knows a part of the other.`,
    expected: words('session ids that have nothing to do with each other'),
    actual: words('session ids that share their digits'),
  });
});

describe('in a server that nobody has asked yet', () => {
  test.override('environment', { AUTH_TYPE: 'session_auth' });

  test('[2.4] after a new start, the server does not make the same session ids again', {
    meta: {
      security: 'anybody can know session IDs in advance: they come again after a restart',
      help: 'An id that is computed from the user, the time or a counter comes out the same when all of these start again.',
    },
  }, async ({ server, random }) => {
    const userId = random.uuid();
    // Both times it is fresh, at the same moment of its clock.
    const before = await givenSessions(server, userId, 20);
    await server.restart();
    const after = await givenSessions(server, userId, 20);
    const again = after.filter((sessionId) => before.includes(sessionId));
    should(again.length === 0, {
      reason: 'A server that starts anew gives out session ids that it gave out before its start.',
      expected: words('new session ids after the start'),
      actual: { 'before the start': before.slice(0, 2), 'after it': after.slice(0, 2) },
    });
  });
});

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Where a UUID has its hyphens, its version and its variant. */
const FIXED_POSITIONS = new Set([8, 13, 14, 18, 19, 23]);

/** More sessions than somebody would think of as a limit. */
const MANY = 1001;
const MOST = 20_000;

/** So many session ids show what is not random in them. */
const COUNT = 256;

/** All bits of a UUID but those of its version and its variant (RFC 9562, section 5.4). */
const RANDOM_BITS = 122;

/**
 * Two random ids differ in so few bits once in 2^78, and any two of 256 once in 2^63. That a bit is the same in all of them comes
 * about once in 2^248.
 */
const LEAST_DISTANCE = 10;

/** The random bits of a UUID, one after the other. */
function bitsOf(sessionId: string): string {
  const digits = [...sessionId].flatMap((digit, position) => {
    if (FIXED_POSITIONS.has(position)) return [];
    return Number.parseInt(digit, 16).toString(2).padStart(4, '0');
  });
  const variant = Number.parseInt(sessionId[19] ?? '', 16) % 4;
  return digits.join('') + variant.toString(2).padStart(2, '0');
}

/**
 * So many random digits in a row stand in two ids, in whatever places, about once in 2^28 runs of 256 ids.
 */
const RUN = 13;

/** A run of digits that two of these ids have in common, if there is one. */
function commonRun(sessionIds: readonly string[]): string | undefined {
  const seen = new Map<string, number>();
  for (const [index, sessionId] of sessionIds.entries()) {
    const digits = [...sessionId].filter((_, position) => !FIXED_POSITIONS.has(position)).join('');
    for (let start = 0; start + RUN <= digits.length; start += 1) {
      const run = digits.slice(start, start + RUN);
      if ((seen.get(run) ?? index) !== index) return run;
      seen.set(run, index);
    }
  }
  return undefined;
}

/** In how many places two texts differ. */
function distance(one: string, other: string): number {
  let count = 0;
  for (let place = 0; place < one.length; place += 1) if (one[place] !== other[place]) count += 1;
  return count;
}

/** The same where they are not what is judged: what is no text is told by the checks of [2.3]. */
async function givenSessions(server: LearnerServer, userId: string, count: number): Promise<string[]> {
  return given('2.3', async () => {
    const sessionIds = await createSessions(server, userId, count);
    const other = sessionIds.find((sessionId) => typeof sessionId !== 'string');
    const reason = `\`createSession(userId)\` should give the session id, a string, but it gives ${toText(other)}.`;
    const isText = sessionIds.every((sessionId) => typeof sessionId === 'string');
    should(isText, { reason, expected: words('a session id, as text'), actual: other });
    return sessionIds as string[];
  });
}

/** Sessions of one user, made by a new `SessionAuth` while `Math.random` always gives the same number. */
function createSessions(server: LearnerServer, userId: string, count: number): Promise<unknown[]> {
  return server.evaluate(
    MODULE,
    async ({ SessionAuth }, userId: string, count: number) => {
      const { random } = Math;
      Math.random = new Proxy(() => 0.6180339887498949, {});
      try {
        const auth = new SessionAuth();
        const sessionIds: unknown[] = [];
        while (sessionIds.length < count) sessionIds.push(await auth.createSession(userId));
        return sessionIds;
      } finally {
        Math.random = random;
      }
    },
    userId,
    count,
  );
}

walks(test, 2, '2.2, 2.3, 2.4');
