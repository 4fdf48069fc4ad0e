import type { Mistake } from '../mistake.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const LOGOUT = 'api/v1/views/session_auth.ts';
const UNKNOWN = 'if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;';
const DELETE = 'return this.userIdBySessionId.delete(sessionId);';
const DESTROY = `if (!(await auth.destroySession(request))) return sendError(response, 404, 'Not found');`;

export const task08: Mistake[] = [
  {
    task: 8,
    name: 'only-cookie-cleared',
    mistake: 'The session survives: the logout only clears the cookie.',
    edits: [{ file: LOGOUT, find: DESTROY, replace: '' }],
    caughtBy: ['8.4', '8.3'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 8,
    name: 'session-not-deleted',
    mistake: 'The session survives: `destroySession` says `true` and deletes nothing.',
    edits: [{ file: SESSION_AUTH, find: DELETE, replace: 'return true;' }],
    caughtBy: ['8.2'],
    reason: /`userIdForSessionId\(…\)` afterwards should be null|userIdBySessionId|map/,
    security: true,
  },
  {
    task: 8,
    name: 'all-sessions-of-user-deleted',
    mistake: 'All sessions of the user are deleted.',
    edits: [
      {
        file: SESSION_AUTH,
        find: DELETE,
        replace: `const userId = this.userIdBySessionId.get(sessionId);
    for (const [id, owner] of this.userIdBySessionId) if (owner === userId) this.userIdBySessionId.delete(id);
    return true;`,
      },
    ],
    caughtBy: ['8.5'],
    reason: /one session, not one user/,
  },
  {
    task: 8,
    name: 'undefined-for-false',
    mistake: '`destroySession` gives `undefined` in the place of `false`.',
    edits: [
      { file: SESSION_AUTH, find: UNKNOWN, replace: UNKNOWN.replace('false', 'undefined as unknown as boolean') },
    ],
    caughtBy: ['8.1'],
    reason: /false.*undefined/s,
  },
  {
    task: 8,
    name: 'true-for-unknown-session',
    mistake: '`destroySession` gives `true` for an unknown session.',
    edits: [
      { file: SESSION_AUTH, find: UNKNOWN, replace: 'if (sessionId === null) return false;' },
      { file: SESSION_AUTH, find: DELETE, replace: 'this.userIdBySessionId.delete(sessionId);\n    return true;' },
    ],
    caughtBy: ['8.1'],
    reason: /false.*true/s,
  },
  {
    task: 8,
    name: 'get-logs-out',
    mistake: 'The logout takes `GET`, too.',
    edits: [{ file: LOGOUT, find: '.delete(logout)', replace: '.get(logout).delete(logout)' }],
    caughtBy: ['8.6'],
    reason: /GET \S+ should answer 405, but it answers 200/,
    security: true,
  },
  {
    task: 8,
    name: 'logout-excluded',
    mistake: 'The logout is reachable without a session.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: `'/api/v1/auth_session/login/'`,
        replace: `'/api/v1/auth_session/login/', '/api/v1/auth_session/logout/'`,
      },
    ],
    caughtBy: ['8.3'],
    reason: /should answer 40[13], but it answers 404/,
  },
  {
    task: 8,
    name: 'destroy-result-ignored',
    mistake: 'The result of `destroySession` is ignored.',
    edits: [{ file: LOGOUT, find: DESTROY, replace: 'await auth.destroySession(request);' }],
    caughtBy: ['8.3'],
    reason: /should answer 404, but it answers 200/,
  },
];
