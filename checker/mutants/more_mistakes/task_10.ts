// Data, one entry for each mistake: that is why this file is longer than others.
import type { Edit, Mistake } from '../mistake.ts';

const STORED = 'api/v1/auth/session_db_auth.ts';
const MODEL = 'models/user_session.ts';
const CLASS = 'export class SessionDBAuth extends SessionExpAuth {';
const MAKE = 'const sessionId = randomUUID();';
const SAVE = 'await new UserSession({ userId, sessionId }).save();';
const FIND_FOR_USER = `const session = await this.#find(sessionId);
    return session?.userId ?? null;`;
const NO_TEXT = `if (typeof sessionId !== 'string') return null;`;
const SEARCH = 'const [session] = await UserSession.search({ sessionId });';
const NOT_FOUND = `${SEARCH}
    if (!session) return null;`;
const ALIVE = 'if (!this.hasEnded(session.createdAt.getTime())) return session;';
const EXPIRED = 'await session.remove();\n    return null;';
const REMOVE = 'return session.remove();';

/** Adds a line at the beginning of the class. */
function withField(field: string): Edit {
  return { file: STORED, find: CLASS, replace: `${CLASS}\n  ${field}\n` };
}

export const moreOfTask10: Mistake[] = [
  {
    task: 10,
    name: 'class-in-other-letters',
    mistake: 'The class is called `SessionDbAuth`.',
    edits: [
      { file: STORED, find: 'export class SessionDBAuth', replace: 'export class SessionDbAuth' },
      {
        file: 'api/v1/auth/index.ts',
        find: "import { SessionDBAuth } from './session_db_auth.ts';",
        replace: "import { SessionDbAuth as SessionDBAuth } from './session_db_auth.ts';",
      },
    ],
    caughtBy: ['10.2'],
    reason: /exports no `SessionDBAuth`. It exports `SessionDbAuth`/,
  },
  {
    task: 10,
    name: 'db-auth-is-exp-auth',
    mistake: '`session_db_auth` leads to the class of task 9.',
    edits: [
      {
        file: 'api/v1/auth/index.ts',
        find: `['session_db_auth', SessionDBAuth],`,
        replace: `['session_db_auth', SessionExpAuth],`,
      },
    ],
    caughtBy: ['10.2', '10.6'],
    reason: /"a SessionDBAuth":true.*"a SessionDBAuth":false/,
  },
  {
    task: 10,
    name: 'user-id-not-stored',
    mistake: 'The model has no column for the user id: it is not stored.',
    edits: [{ file: MODEL, find: `{ userId: 'text', sessionId: 'text' }`, replace: `{ sessionId: 'text' }` }],
    caughtBy: ['10.1'],
    reason: /What is found of a `UserSession` that was saved|no column for userId/,
  },
  {
    task: 10,
    name: 'model-needs-arguments',
    mistake: '`new UserSession()` throws without arguments.',
    edits: [
      { file: MODEL, find: 'attributes: UserSessionAttributes = {}', replace: 'attributes: UserSessionAttributes' },
    ],
    caughtBy: ['10.1'],
    reason: /reading 'userId'/,
  },
  {
    task: 10,
    name: 'one-row-for-user',
    mistake: 'A user has one row: a new session is written over the old one.',
    edits: [
      {
        file: STORED,
        find: SAVE,
        replace: `const [row = new UserSession({ userId })] = await UserSession.search({ userId });
    await Object.assign(row, { sessionId }).save();`,
      },
    ],
    caughtBy: ['10.2'],
    reason: /user ids of both sessions/,
  },
  {
    task: 10,
    name: 'save-not-awaited',
    mistake: '`save` is not awaited: the session id is given out before the session is stored.',
    edits: [{ file: STORED, find: SAVE, replace: SAVE.replace('await ', 'void ') }],
    caughtBy: ['10.2'],
    reason: /Whether the session is stored, on a slow database/,
  },
  {
    task: 10,
    name: 'row-id-given-out',
    mistake: "The row's own id is given out in the place of the session id.",
    edits: [
      {
        file: STORED,
        find: `${SAVE}\n    return sessionId;`,
        replace: `const session = new UserSession({ userId, sessionId });
    await session.save();
    return session.id;`,
      },
      {
        file: STORED,
        find: SEARCH,
        replace: 'const session = await UserSession.get(sessionId);',
      },
    ],
    caughtBy: ['10.2'],
    reason: /The stored sessions of the user, after one `createSession`/,
  },
  {
    task: 10,
    name: 'row-id-is-session-id',
    mistake: 'The id of a row opens its session, too.',
    edits: [
      {
        file: STORED,
        find: NOT_FOUND,
        replace: `${SEARCH.replace('[session]', '[found]')}
    const session = found ?? (await UserSession.get(sessionId));
    if (!session) return null;`,
      },
    ],
    caughtBy: ['10.3'],
    reason: /`userIdForSessionId\((?:[0-9a-f-]{36}|<id \d+>)\)` should be null/,
    security: true,
  },
  {
    task: 10,
    name: 'user-id-is-session-id',
    mistake: 'A user id finds the sessions of that user, too.',
    edits: [
      {
        file: STORED,
        find: NOT_FOUND,
        replace: `${SEARCH.replace('[session]', '[found]')}
    const session = found ?? (await UserSession.search({ userId: sessionId }))[0];
    if (!session) return null;`,
      },
    ],
    caughtBy: ['10.3'],
    reason: /`userIdForSessionId\((?:[0-9a-f-]{36}|<id \d+>)\)` should be null/,
    security: true,
  },
  {
    task: 10,
    name: 'missing-id-finds-row',
    mistake: 'The session id is not judged before the search: none at all finds a row without one.',
    edits: [{ file: STORED, find: NO_TEXT, replace: 'if (sessionId instanceof Object) return null;' }],
    caughtBy: ['10.3'],
    reason: /`userIdForSessionId\((?:undefined|null|\d+)\)` should be null/,
    security: true,
  },
  {
    task: 10,
    name: 'cache-before-database',
    mistake: 'What was found once is kept in memory: the logout on another server has no effect here.',
    edits: [
      withField('readonly #cache = new Map<string, UserSession>();'),
      {
        file: STORED,
        find: SEARCH,
        replace: `const session = this.#cache.get(sessionId) ?? (await UserSession.search({ sessionId }))[0];
    if (session) this.#cache.set(sessionId, session);`,
      },
      { file: STORED, find: REMOVE, replace: `this.#cache.delete(session.sessionId ?? '');\n    ${REMOVE}` },
    ],
    caughtBy: ['10.3'],
    reason: /after its row was deleted from the database, should be null/,
    security: true,
  },
  {
    task: 10,
    name: 'memory-before-database',
    mistake: 'A session that was made here is known from memory, and the database asked for the others only.',
    edits: [
      {
        file: STORED,
        find: SAVE,
        replace: `${SAVE}\n    this.userIdBySessionId.set(sessionId, userId);\n    this.createdAtBySessionId.set(sessionId, Date.now());`,
      },
      {
        file: STORED,
        find: FIND_FOR_USER,
        replace: `const known = await super.userIdForSessionId(sessionId);\n    if (known) return known;\n    ${FIND_FOR_USER}`,
      },
      { file: STORED, find: REMOVE, replace: `this.userIdBySessionId.delete(session.sessionId ?? '');\n    ${REMOVE}` },
    ],
    caughtBy: ['10.3'],
    reason: /after its row was deleted from the database, should be null/,
    security: true,
  },
  {
    task: 10,
    name: 'unknown-ids-remembered',
    mistake:
      'An id that was unknown once is remembered as unknown: a session that another server makes under it is not found.',
    edits: [
      withField('readonly #unknown = new Set<string>();'),
      {
        file: STORED,
        find: NOT_FOUND,
        replace: `if (this.#unknown.has(sessionId)) return null;
    ${SEARCH}
    if (!session) this.#unknown.add(sessionId);
    if (!session) return null;`,
      },
    ],
    caughtBy: ['10.3'],
    reason: /of a session that was stored as a row should be/,
  },
  {
    task: 10,
    name: 'rows-purged-at-start',
    mistake: 'The rows are removed when the server starts, to begin cleanly: everybody is logged out.',
    edits: [
      withField('readonly #purged = UserSession.all().then((rows) => Promise.all(rows.map((row) => row.remove())));'),
      { file: STORED, find: NO_TEXT, replace: `await this.#purged;\n    ${NO_TEXT}` },
    ],
    caughtBy: ['10.3', '10.6'],
    reason: /second instance|should answer 200, but it answers 403/,
  },
  {
    task: 10,
    name: 'remove-not-awaited',
    mistake: '`remove` is not awaited: the logout is answered before the session is deleted.',
    edits: [{ file: STORED, find: REMOVE, replace: 'void session.remove();\n    return true;' }],
    caughtBy: ['10.4'],
    reason: /on a slow database, and how many rows there are then/,
    security: true,
  },
  {
    task: 10,
    name: 'all-rows-of-user-removed',
    mistake: 'The logout removes all rows of the user.',
    edits: [
      {
        file: STORED,
        find: REMOVE,
        replace: `for (const row of await UserSession.search({ userId: session.userId })) await row.remove();
    return true;`,
      },
    ],
    caughtBy: ['10.4'],
    reason: /The user ids of three sessions, after the second one was destroyed/,
  },
  {
    task: 10,
    name: 'newest-row-of-user-removed',
    mistake: 'The logout removes the newest row of the user, and not the one of the cookie.',
    edits: [
      {
        file: STORED,
        find: REMOVE,
        replace: `const rows = await UserSession.search({ userId: session.userId });
    return (rows.at(-1) ?? session).remove();`,
      },
    ],
    caughtBy: ['10.4'],
    reason: /The user ids of three sessions, after the second one was destroyed/,
    security: true,
  },
  {
    task: 10,
    name: 'missing-cookie-removes-row',
    mistake: 'The logout searches without a look at the cookie: none at all removes a row without a session id.',
    edits: [
      {
        file: STORED,
        find: 'const session = await this.#find(this.sessionCookie(request));',
        replace: 'const [session] = await UserSession.search({ sessionId: this.sessionCookie(request) });',
      },
    ],
    caughtBy: ['10.4'],
    reason: /of no request, of one without a cookie.*should be \[false,false,false\], but it is \[true/,
  },
  {
    task: 10,
    name: 'use-lengthens-stored-session',
    mistake: 'Each use saves the row again, and the end is counted from `updatedAt`.',
    edits: [
      {
        file: STORED,
        find: ALIVE,
        replace: `if (!this.hasEnded(session.updatedAt.getTime())) {
      await session.save();
      return session;
    }`,
      },
    ],
    caughtBy: ['10.5'],
    reason: /though it was used halfway, should be null/,
    security: true,
  },
  {
    task: 10,
    name: 'created-at-read-as-text',
    mistake: '`createdAt` is turned into text and read again: the milliseconds are lost, and a session ends too early.',
    edits: [
      {
        file: STORED,
        find: ALIVE,
        replace: ALIVE.replace('session.createdAt.getTime()', 'Date.parse(String(session.createdAt))'),
      },
    ],
    caughtBy: ['10.5'],
    reason: /exactly \d+ s after the login, should be "[^"]+", but it is null/,
  },
  {
    task: 10,
    name: 'created-at-misread',
    mistake: '`createdAt` is parsed wrongly: the time is `NaN`, and no session ever ends.',
    edits: [
      {
        file: STORED,
        find: ALIVE,
        replace: ALIVE.replace('session.createdAt.getTime()', `Date.parse(\`\${session.createdAt.toISOString()}Z\`)`),
      },
    ],
    caughtBy: ['10.5'],
    reason: /1 ms after the login.*should be null, but it is "/,
    security: true,
  },
  {
    task: 10,
    name: 'negative-ends-stored-session',
    mistake: 'The end is reckoned without a look at the sign: with a negative duration a session has ended at once.',
    edits: [
      {
        file: STORED,
        find: ALIVE,
        replace: 'if (Date.now() <= session.createdAt.getTime() + this.sessionDuration * 1000) return session;',
      },
    ],
    caughtBy: ['10.5'],
    reason: /4000 days after the login.*but it is null/,
  },
  {
    task: 10,
    name: 'expired-row-revived',
    mistake: 'A new login of the user gives an expired row a new life, and its session id out again.',
    edits: [
      {
        file: STORED,
        find: MAKE,
        replace: `const ended = (await UserSession.search({ userId })).find((row) => this.hasEnded(row.createdAt.getTime()));
    if (ended) {
      await Object.assign(ended, { createdAt: new Date() }).save();
      return ended.sessionId;
    }
    ${MAKE}`,
      },
    ],
    caughtBy: ['10.5'],
    reason: /1 ms after the login, should be null, but it is "/,
    security: true,
  },
  {
    task: 10,
    name: 'expired-takes-others-along',
    mistake: 'When a session has ended, all rows of the user are removed, newer ones too.',
    edits: [
      {
        file: STORED,
        find: EXPIRED,
        replace: `for (const row of await UserSession.search({ userId: session.userId })) await row.remove();
    return null;`,
      },
    ],
    caughtBy: ['10.5'],
    reason: /newer session/,
  },
];
