import type { HalfRight } from './half_right.ts';

export const task02: HalfRight[] = [
  {
    name: 'one-map-for-all',
    base: 'uppercase-ids',
    leftOut: '2.1',
    mistake: 'All instances share one map.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'export class SessionAuth',
        replace: `const shared = new Map<string, string>();

export class SessionAuth`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'this.userIdBySessionId = new Map();',
        replace: 'this.userIdBySessionId = shared;',
      },
    ],
    failed: '2.1b 2.2d 2.3b',
    blocked: '',
  },
  {
    name: 'any-user-id-will-do',
    base: 'windows-editor',
    leftOut: '2.2',
    mistake: 'A user id of any type gets a session.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'if (typeof userId === "string")',
        replace: 'if (userId !== undefined && userId !== null)',
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'this.userIdBySessionId.set(sessionId, userId);',
        replace: 'this.userIdBySessionId.set(sessionId, userId as string);',
      },
    ],
    failed: '2.2b 2.2c 2.2d 9.2c',
    blocked: '',
  },
  {
    name: 'session-id-comes-again',
    base: 'map-subclass',
    leftOut: '2.4',
    mistake: 'A user who has a session gets the same one again.',
    edits: [
      {
        file: 'api/v1/auth/session_book.ts',
        find: 'const id = crypto.randomUUID();',
        replace: `const known = [...this].find(([, owner]) => owner === userId);
    const id = known?.[0] ?? crypto.randomUUID();`,
      },
    ],
    failed: '2.4 2.4b 2.4c 7.8 7.8c 8.2b 8.5 9.4e 9.6d',
    blocked: '',
  },
  {
    name: 'uuid-of-version-7',
    base: 'delete-says-it',
    leftOut: '2.3',
    mistake: 'The session id is a UUID of version 7.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: "import { v4 } from 'uuid';",
        replace: "import { v7 as v4 } from 'uuid';",
      },
    ],
    failed: '2.3 2.4c',
    blocked: '',
  },
  {
    name: 'session-id-in-an-object',
    base: 'windows-editor',
    leftOut: '2.3',
    mistake: '`createSession` gives an object with the session id in it.',
    edits: [
      { file: 'api/v1/auth/session_auth.ts', find: 'return sessionId;', replace: 'return { sessionId } as never;' },
    ],
    failed:
      '2.2 2.2b 2.2c 2.3 2.3b 2.3c 2.3d 2.4 2.4b 6.4 7.6 7.6c 7.8 7.8c 7.8d 7.9 7.9b 9.2b 9.2c 9.3 9.4 9.4b 9.4c 9.4d 9.4e 9.5 9.5b 9.6 9.6b 9.6c 9.6d 9.3b 9.3c 9.1d 9.1e 9.1f 9.1g 9.5c',
    blocked:
      '2.4c 2.4d 3.2 3.2b 3.2c 3.2d 3.1 3.1b 3.1c 3.3 3.3b 3.3c 3.3d 6.1 6.3 6.3b 6.3c 6.3d 6.3e 6.2 6.2b 6.4c 6.2d 6.2g 8.1b 8.1d 8.2 8.2b 8.2c 8.3 8.3b 8.3c 8.4 8.4b 8.4c 8.5 8.5b 8.6 8.6b 8.2d',
  },
];
