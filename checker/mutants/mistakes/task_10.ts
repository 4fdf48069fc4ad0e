// Data, one entry for each mistake: that is why this file is longer than others.
import type { Mistake } from '../mistake.ts';

const STORED = 'api/v1/auth/session_db_auth.ts';
const BAD_USER_ID = `if (typeof userId !== 'string' || userId === '') return null;`;
const SAVE = 'await new UserSession({ userId, sessionId }).save();';
const FIND_FOR_USER = 'const session = await this.#find(sessionId);';
const FIND_FOR_LOGOUT = 'const session = await this.#find(this.sessionCookie(request));';
const SEARCH = 'const [session] = await UserSession.search({ sessionId });';
const ALIVE = 'if (!this.hasEnded(session.createdAt.getTime())) return session;';
const REMOVE = 'return session.remove();';

export const task10: Mistake[] = [
  {
    task: 10,
    name: 'kept-in-memory',
    mistake: 'Sessions are kept in memory only: everything passes until the server restarts.',
    edits: [
      { file: STORED, find: BAD_USER_ID, replace: `return super.createSession(userId);\n    ${BAD_USER_ID}` },
      {
        file: STORED,
        find: FIND_FOR_USER,
        replace: `return super.userIdForSessionId(sessionId);\n    ${FIND_FOR_USER}`,
      },
      {
        file: STORED,
        find: FIND_FOR_LOGOUT,
        replace: `return super.destroySession(request);\n    ${FIND_FOR_LOGOUT}`,
      },
    ],
    caughtBy: ['10.2', '10.3', '10.6'],
    reason: /second instance|should answer 200, but it answers 403/,
  },
  {
    task: 10,
    name: 'written-never-read',
    mistake: 'Rows are written, and never read.',
    edits: [
      {
        file: STORED,
        find: BAD_USER_ID,
        replace: `const id = await super.createSession(userId);
    if (id) await new UserSession({ userId: userId as string, sessionId: id }).save();
    return id;
    ${BAD_USER_ID}`,
      },
      {
        file: STORED,
        find: FIND_FOR_USER,
        replace: `return super.userIdForSessionId(sessionId);\n    ${FIND_FOR_USER}`,
      },
      {
        file: STORED,
        find: FIND_FOR_LOGOUT,
        replace: `const [row] = await UserSession.search({ sessionId: this.sessionCookie(request) });
    await row?.remove();
    return super.destroySession(request);
    ${FIND_FOR_LOGOUT}`,
      },
    ],
    caughtBy: ['10.3', '10.6'],
    reason: /second instance|should answer 200, but it answers 403/,
  },
  {
    task: 10,
    name: 'read-once-at-start',
    mistake: 'Rows are read once, at the start.',
    edits: [
      {
        file: STORED,
        find: 'export class SessionDBAuth extends SessionExpAuth {',
        replace: `export class SessionDBAuth extends SessionExpAuth {
  readonly #rows = UserSession.all();
`,
      },
      {
        file: STORED,
        find: SAVE,
        replace: `const made = new UserSession({ userId, sessionId });
    await made.save();
    (await this.#rows).push(made);`,
      },
      {
        file: STORED,
        find: SEARCH,
        replace: 'const session = (await this.#rows).find((row) => row.sessionId === sessionId);',
      },
      {
        file: STORED,
        find: REMOVE,
        replace: `const rows = await this.#rows;
    rows.splice(rows.indexOf(session), 1);
    ${REMOVE}`,
      },
    ],
    caughtBy: ['10.3', '10.4'],
    reason: /second instance|deleted from the database/,
  },
  {
    task: 10,
    name: 'stored-never-expires',
    mistake: 'A stored session never expires.',
    edits: [{ file: STORED, find: ALIVE, replace: 'if (session) return session;' }],
    caughtBy: ['10.5'],
    reason: /should be null, but it is "|should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 10,
    name: 'counted-from-restart',
    mistake: 'The life of a session is counted from the restart.',
    edits: [
      {
        file: STORED,
        find: 'export class SessionDBAuth extends SessionExpAuth {',
        replace: `export class SessionDBAuth extends SessionExpAuth {
  readonly #startedAt = Date.now();
`,
      },
      {
        file: STORED,
        find: ALIVE,
        replace: ALIVE.replace('session.createdAt.getTime()', 'Math.max(session.createdAt.getTime(), this.#startedAt)'),
      },
    ],
    caughtBy: ['10.5'],
    reason: /should be null, but it is "|should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 10,
    name: 'local-time-against-utc',
    mistake: "Local time against a UTC stamp: the life is wrong by the time zone's offset.",
    edits: [
      {
        file: STORED,
        find: ALIVE,
        replace: ALIVE.replace(
          'session.createdAt.getTime()',
          `Date.parse(session.createdAt.toISOString().replace('Z', ''))`,
        ),
      },
    ],
    caughtBy: ['10.5'],
    reason: /TZ=/,
  },
  {
    task: 10,
    name: 'logout-leaves-row',
    mistake: 'The logout leaves the row.',
    edits: [{ file: STORED, find: REMOVE, replace: 'return true;' }],
    caughtBy: ['10.4'],
    reason: /stored under the session id, afterwards|should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 10,
    name: 'logout-by-wrong-key',
    mistake: 'The logout searches the row by the wrong key.',
    edits: [
      {
        file: STORED,
        find: FIND_FOR_LOGOUT,
        replace: `const session = await UserSession.get(this.sessionCookie(request) ?? '');`,
      },
    ],
    caughtBy: ['10.4'],
    reason: /true.*false|should answer 200, but it answers 404/s,
  },
  {
    task: 10,
    name: 'logout-fails-after-restart',
    mistake: 'The logout fails after a restart: it asks the memory first.',
    edits: [
      { file: STORED, find: SAVE, replace: `${SAVE}\n    this.userIdBySessionId.set(sessionId, userId);` },
      {
        file: STORED,
        find: FIND_FOR_LOGOUT,
        replace: `if (!this.userIdBySessionId.delete(this.sessionCookie(request) ?? '')) return false;\n    ${FIND_FOR_LOGOUT}`,
      },
    ],
    caughtBy: ['10.4', '10.6'],
    reason: /true.*false|should answer 200, but it answers 404/s,
  },
  {
    task: 10,
    name: 'row-for-bad-user-id',
    mistake: 'A row is stored for a bad user id.',
    edits: [
      {
        file: STORED,
        find: BAD_USER_ID,
        replace: `if (typeof userId !== 'string' || userId === '') {
      await new UserSession({ userId: userId as string, sessionId: randomUUID() }).save();
      return null;
    }`,
      },
    ],
    caughtBy: ['10.2'],
    reason: /"stored":0.*"stored":[1-9]/,
  },
  {
    task: 10,
    name: 'destroy-unknown-is-true',
    mistake: '`destroySession` says `true` for an unknown session.',
    edits: [{ file: STORED, find: 'if (!session) return false;', replace: 'if (!session) return true;' }],
    caughtBy: ['10.4'],
    reason: /false.*true/s,
  },
];
