import type { Mistake } from '../mistake.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const MAP = 'readonly userIdBySessionId = new Map<string, string>();';
const BAD_SESSION_ID = `if (typeof sessionId !== 'string') return null;`;
const LOOK_UP = 'return this.userIdBySessionId.get(sessionId) ?? null;';

export const moreOfTask03: Mistake[] = [
  {
    task: 3,
    name: 'missing-session-id-throws',
    mistake: 'A missing session id throws: its length is asked for before its type.',
    edits: [
      {
        file: SESSION_AUTH,
        find: BAD_SESSION_ID,
        replace: `if ((sessionId as string).length === 0) return null;\n    ${BAD_SESSION_ID}`,
      },
    ],
    caughtBy: ['3.1'],
    reason: /reading 'length'/,
  },
  {
    task: 3,
    name: 'bad-session-id-is-false',
    mistake: 'A session id that is no string gives `false`, not `null`.',
    edits: [
      {
        file: SESSION_AUTH,
        find: BAD_SESSION_ID,
        replace: BAD_SESSION_ID.replace('return null', 'return false as never'),
      },
    ],
    caughtBy: ['3.1'],
    reason: /should be null, but it is false/,
  },
  {
    task: 3,
    name: 'list-taken-for-text',
    mistake: 'The session id is turned into text first: a list with one id in it is good, too.',
    edits: [
      { file: SESSION_AUTH, find: BAD_SESSION_ID, replace: 'if (!sessionId) return null;' },
      { file: SESSION_AUTH, find: LOOK_UP, replace: 'return this.userIdBySessionId.get(String(sessionId)) ?? null;' },
    ],
    caughtBy: ['3.1'],
    reason: /`userIdForSessionId\(\[sessionId\]\)` should be null/,
    security: true,
  },
  {
    task: 3,
    name: 'compared-with-two-equals',
    mistake: 'The session id is looked for with `==`: whatever becomes the same text is the same id.',
    edits: [
      {
        file: SESSION_AUTH,
        find: BAD_SESSION_ID,
        replace: 'if (sessionId === undefined || sessionId === null) return null;',
      },
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `for (const [id, userId] of this.userIdBySessionId) if (id == sessionId) return userId;
    return null;`,
      },
    ],
    caughtBy: ['3.1'],
    reason: /`userIdForSessionId\((?:\[sessionId\]|\{ toString: \(\) => sessionId \})\)` should be null/,
    security: true,
  },
  {
    task: 3,
    name: 'beginning-is-enough',
    mistake: 'The beginning of a session id is enough: the empty string finds somebody, too.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const found = [...this.userIdBySessionId].find(([id]) => id.startsWith(sessionId));
    return found?.[1] ?? null;`,
      },
    ],
    caughtBy: ['3.3'],
    reason: /`userIdForSessionId\(''\)` should be null|cut short/,
    security: true,
  },
  {
    task: 3,
    name: 'user-id-opens-too',
    mistake: 'A user id is good in the place of a session id.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `if ([...this.userIdBySessionId.values()].includes(sessionId)) return sessionId;
    ${LOOK_UP}`,
      },
    ],
    caughtBy: ['3.3'],
    reason: /`userIdForSessionId\(userId\)` should be null/,
    security: true,
  },
  {
    task: 3,
    name: 'session-used-up',
    mistake: 'Asking takes the session out of the map: it is good for one request.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const userId = this.userIdBySessionId.get(sessionId) ?? null;
    this.userIdBySessionId.delete(sessionId);
    return userId;`,
      },
    ],
    caughtBy: ['3.2'],
    reason: /three answers for one session id/,
  },
  {
    task: 3,
    name: 'latest-user-for-all',
    mistake: 'Every known session leads to the user of the latest one.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `if (!this.userIdBySessionId.has(sessionId)) return null;
    return [...this.userIdBySessionId.values()].at(-1) ?? null;`,
      },
    ],
    caughtBy: ['3.2'],
    reason: /user ids for four sessions of two users/,
    security: true,
  },
  {
    task: 3,
    name: 'user-looked-up',
    mistake: 'The user is asked for in the database: a user id of nobody does not come back.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const user = await User.get(this.userIdBySessionId.get(sessionId) ?? '');
    return user?.id ?? null;`,
      },
    ],
    caughtBy: ['3.2'],
    reason: /The user id for a session of the user id/,
  },
  {
    task: 3,
    name: 'unknown-id-becomes-known',
    mistake: 'An unknown session id gets an entry of its own in the map, and is known the next time.',
    edits: [
      { file: SESSION_AUTH, find: MAP, replace: 'readonly userIdBySessionId = new Map<string, string | null>();' },
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const userId = this.userIdBySessionId.get(sessionId);
    this.userIdBySessionId.set(sessionId, userId ?? '');
    return userId ?? null;`,
      },
    ],
    caughtBy: ['3.3'],
    reason: /The list of answers for unknown session ids/,
  },
];
