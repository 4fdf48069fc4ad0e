import type { Edit, Mistake } from '../mistake.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const STORE = 'this.userIdBySessionId.set(sessionId, userId);';

/** Puts another expression in the place of the random UUID. */
function idFrom(expression: string): Edit {
  return {
    file: SESSION_AUTH,
    find: 'const sessionId = randomUUID();',
    replace: `const sessionId = ${expression} as string;`,
  };
}

export const task02: Mistake[] = [
  {
    task: 2,
    name: 'no-type-test',
    mistake: 'There is no test of the type: a number gets a session.',
    edits: [
      {
        file: SESSION_AUTH,
        find: `if (typeof userId !== 'string' || userId === '') return null;`,
        replace: 'if (!userId) return null;',
      },
      { file: SESSION_AUTH, find: STORE, replace: 'this.userIdBySessionId.set(sessionId, userId as string);' },
    ],
    caughtBy: ['2.2'],
    reason: /`createSession\(.*\)` should be null/,
  },
  {
    task: 2,
    name: 'one-session-per-user',
    mistake: 'A user has one session only: a new one replaces the old one.',
    edits: [
      {
        file: SESSION_AUTH,
        find: STORE,
        replace: `for (const [id, owner] of this.userIdBySessionId) if (owner === userId) this.userIdBySessionId.delete(id);
    ${STORE}`,
      },
    ],
    caughtBy: ['2.4'],
    reason: /the first and the second session of the user.*undefined/is,
  },
  {
    task: 2,
    name: 'map-turned-round',
    mistake: 'The map is the wrong way round: from user id to session id.',
    edits: [
      { file: SESSION_AUTH, find: STORE, replace: 'this.userIdBySessionId.set(userId, sessionId);' },
      {
        file: SESSION_AUTH,
        find: 'return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: `for (const [userId, id] of this.userIdBySessionId) if (id === sessionId) return userId;
    return null;`,
      },
    ],
    caughtBy: ['2.3'],
    reason: /\[key, value\] in the map/,
  },
  {
    task: 2,
    name: 'id-from-time',
    mistake: 'The session id is made from the time.',
    edits: [idFrom(`\`00000000-0000-4000-8000-\${Date.now().toString(16).padStart(12, '0')}\``)],
    caughtBy: ['2.4'],
    reason: /the time|again/,
    security: true,
  },
  {
    task: 2,
    name: 'id-from-counter',
    mistake: 'The session id is made from a counter.',
    edits: [
      { file: SESSION_AUTH, find: 'export class SessionAuth', replace: 'let counter = 0;\n\nexport class SessionAuth' },
      idFrom(`\`00000000-0000-4000-8000-\${(counter += 1).toString(16).padStart(12, '0')}\``),
    ],
    caughtBy: ['2.4'],
    reason: /counter|before its start/,
    security: true,
  },
  {
    task: 2,
    name: 'id-from-math-random',
    mistake: 'The session id is made with `Math.random`.',
    edits: [
      idFrom(`'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16))`),
    ],
    caughtBy: ['2.4'],
    reason: /Math\.random/,
    security: true,
  },
  {
    task: 2,
    name: 'id-is-user-id',
    mistake: 'The user id serves as the session id.',
    edits: [idFrom('userId')],
    caughtBy: ['2.4'],
    reason: /two sessions of one user have the same id|the user id/,
    security: true,
  },
  {
    task: 2,
    name: 'id-from-user-id',
    mistake: 'The session id is a hash of the user id and the number of the session.',
    edits: [
      {
        file: SESSION_AUTH,
        find: `import { randomUUID } from 'node:crypto';`,
        replace: `import { createHash } from 'node:crypto';`,
      },
      idFrom(
        `createHash('sha256').update(userId + this.userIdBySessionId.size).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')`,
      ),
    ],
    caughtBy: ['2.4'],
    reason: /computed from the user|before its start/,
    security: true,
  },
  {
    task: 2,
    name: 'uuid-of-version-1',
    mistake: 'The session id is a UUID of another version.',
    edits: [
      {
        file: SESSION_AUTH,
        find: `import { randomUUID } from 'node:crypto';`,
        replace: `import { v1 as randomUUID } from 'uuid';`,
      },
    ],
    caughtBy: ['2.3'],
    reason: /UUID of version 4/,
  },
  {
    task: 2,
    name: 'uuid-as-bytes',
    mistake: "The session id is the UUID's bytes, not its text.",
    edits: [idFrom(`Buffer.from(randomUUID().replaceAll('-', ''), 'hex') as unknown`)],
    caughtBy: ['2.3'],
    reason: /UUID of version 4 as text|a string/,
  },
];
