import type { HalfRight } from './half_right.ts';

export const task08: HalfRight[] = [
  {
    name: 'logout-looks-away',
    base: 'one-dispatcher',
    leftOut: '8.3',
    mistake: 'The logout does not look at what `destroySession` gives.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `if (await sessions.destroySession(request)) response.json({});
      else sendError(response, 404, 'Not found');`,
        replace: `await sessions.destroySession(request);
      response.json({});`,
      },
    ],
    failed: '8.3c',
    blocked: '',
  },
  {
    name: 'logout-everywhere',
    base: 'user-by-search',
    leftOut: '8.5',
    mistake: 'The logout ends all sessions of the user.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'if (known) this.userIdBySessionId.delete(cookie);',
        replace: `const userId = await this.userIdForSessionId(cookie);
    for (const [id, owner] of this.userIdBySessionId) if (owner === userId) this.userIdBySessionId.delete(id);`,
      },
    ],
    failed: '8.2b 8.5',
    blocked: '',
  },
  {
    name: 'session-outlives-logout',
    base: 'closures',
    leftOut: '8.2',
    mistake: '`destroySession` gives `true` and leaves the session.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '(await this.userIdForSessionId(id)) !== null && books.get(this)!.close(id)',
        replace: '(await this.userIdForSessionId(id)) !== null',
      },
    ],
    failed: '8.1d 8.2 8.2b 8.2c 8.4 8.4b 8.4c 8.5 8.5b 8.2d',
    blocked: '',
  },
  {
    name: 'true-whatever-comes',
    base: 'map-subclass',
    leftOut: '8.1',
    mistake: '`destroySession` gives `true` for an unknown session id.',
    edits: [
      {
        file: 'api/v1/auth/session_book.ts',
        find: 'return id === null ? false : this.delete(id);',
        replace: 'return id !== null && (this.delete(id) || true);',
      },
    ],
    failed: '8.1c 8.1d 9.6b',
    blocked: '',
  },
];
