import type { Mistake } from '../mistake.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const LOOK_UP = 'return this.userIdBySessionId.get(sessionId) ?? null;';

export const task03: Mistake[] = [
  {
    task: 3,
    name: 'plain-object-as-map',
    mistake: 'A plain object serves as the map: `constructor`, `__proto__` and `toString` are "found".',
    edits: [
      {
        file: SESSION_AUTH,
        find: 'readonly userIdBySessionId = new Map<string, string>();',
        replace: 'readonly userIdBySessionId: Record<string, string> = {};',
      },
      {
        file: SESSION_AUTH,
        find: 'this.userIdBySessionId.set(sessionId, userId);',
        replace: 'this.userIdBySessionId[sessionId] = userId;',
      },
      { file: SESSION_AUTH, find: LOOK_UP, replace: 'return this.userIdBySessionId[sessionId] ?? null;' },
      {
        file: SESSION_AUTH,
        find: 'return this.userIdBySessionId.delete(sessionId);',
        replace: 'return delete this.userIdBySessionId[sessionId];',
      },
    ],
    caughtBy: ['3.3'],
    reason: /plain object.*inherits|__proto__|constructor/,
    security: true,
  },
  {
    task: 3,
    name: 'unknown-id-throws',
    mistake: 'An unknown session id throws.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const userId = this.userIdBySessionId.get(sessionId);
    if (userId === undefined) throw new Error('unknown session');
    return userId;`,
      },
    ],
    caughtBy: ['3.3'],
    reason: /unknown session/,
  },
  {
    task: 3,
    name: 'unknown-id-is-undefined',
    mistake: 'An unknown session id gives `undefined`, not `null`.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: 'return this.userIdBySessionId.get(sessionId) as unknown as null;',
      },
    ],
    caughtBy: ['3.3'],
    reason: /null.*undefined/s,
  },
];
