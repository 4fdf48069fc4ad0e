import type { HalfRight } from './half_right.ts';

export const task03: HalfRight[] = [
  {
    name: 'undefined-for-unknown',
    base: 'delete-says-it',
    leftOut: '3.3',
    mistake: 'An unknown session id gives `undefined`.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'this.userIdBySessionId.get(id) ?? null',
        replace: 'this.userIdBySessionId.get(id)',
      },
    ],
    failed: '3.1 3.1b 3.1c 3.3 3.3b 3.3c 3.3d 8.2 8.2c 8.5b',
    blocked: '',
  },
  {
    name: 'anything-turned-into-text',
    base: 'user-by-search',
    leftOut: '3.1',
    mistake: 'What is not a string is turned into one, and found.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'if (Object.is(key, sessionId)) return value;',
        replace: 'if (key === String(sessionId)) return value;',
      },
    ],
    failed: '3.1c',
    blocked: '',
  },
  {
    name: 'inherited-names-are-found',
    base: 'es5-prototypes',
    leftOut: '3.3',
    mistake: 'The session id is looked up in a plain object.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'var userId = this.userIdBySessionId.get(sessionId);',
        replace: 'var userId = Object.fromEntries(this.userIdBySessionId)[sessionId];',
      },
    ],
    failed: '3.1c 3.3b',
    blocked: '',
  },
];
