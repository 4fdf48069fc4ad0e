// Data, one entry for each mistake: that is why this file is longer than others.
import type { Mistake } from '../mistake.ts';

const APP = 'api/v1/app.ts';
const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const LOGOUT = 'api/v1/views/session_auth.ts';
const CLASS = 'export class SessionAuth extends Auth {';
const COOKIE = 'const sessionId = this.sessionCookie(request);\n    if (sessionId === null ||';
const UNKNOWN = 'if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;';
const DELETE = 'return this.userIdBySessionId.delete(sessionId);';
const ROUTE = `.delete(logout).all(methodNotAllowed('DELETE'))`;
const NO_SESSIONS = `async function logout(request: Request, response: Response): Promise<void> {
  if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');
`;
const DESTROY = `if (!(await auth.destroySession(request))) return sendError(response, 404, 'Not found');`;
const ANSWER = 'response.json({});';

export const moreOfTask08: Mistake[] = [
  {
    task: 8,
    name: 'destroy-missing-request-throws',
    mistake: '`destroySession` throws for a missing request: its cookies are read without a look.',
    edits: [
      {
        file: SESSION_AUTH,
        find: COOKIE,
        replace: COOKIE.replace('this.sessionCookie(request)', 'request!.cookies && this.sessionCookie(request)'),
      },
    ],
    caughtBy: ['8.1'],
    reason: /reading 'cookies'/,
  },
  {
    task: 8,
    name: 'no-cookie-is-destroyed',
    mistake: 'Without the cookie there is nothing to do, and so `destroySession` says `true`.',
    edits: [
      {
        file: SESSION_AUTH,
        find: UNKNOWN,
        replace: `if (sessionId === null) return true;
    if ((await this.userIdForSessionId(sessionId)) === null) return false;`,
      },
    ],
    caughtBy: ['8.1'],
    reason: /should be \[?false.*true/,
  },
  {
    task: 8,
    name: 'deleted-by-user-id',
    mistake: 'The entry is deleted by the user id, which is no key of the map.',
    edits: [
      {
        file: SESSION_AUTH,
        find: DELETE,
        replace: DELETE.replace('(sessionId)', '((await this.userIdForSessionId(sessionId)) as string)'),
      },
    ],
    caughtBy: ['8.2'],
    reason: /should be true, but it is false/,
    security: true,
  },
  {
    task: 8,
    name: 'entry-emptied',
    mistake: 'The entry stays in the map, with an empty user id.',
    edits: [
      { file: SESSION_AUTH, find: DELETE, replace: `this.userIdBySessionId.set(sessionId, '');\n    return true;` },
      {
        file: SESSION_AUTH,
        find: 'return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: 'return this.userIdBySessionId.get(sessionId) || null;',
      },
    ],
    caughtBy: ['8.2'],
    reason: /after the second one is destroyed, should be \[true,false\], but it is \[true,true\]/,
  },
  {
    task: 8,
    name: 'logout-needs-user',
    mistake: 'The session of a deleted user cannot be destroyed: the user is asked for.',
    edits: [
      {
        file: SESSION_AUTH,
        find: UNKNOWN,
        replace: 'if (sessionId === null || !(await this.currentUser(request))) return false;',
      },
    ],
    caughtBy: ['8.2'],
    reason: /for the session of a deleted user, should be true/,
  },
  {
    task: 8,
    name: 'logout-by-fixed-name',
    mistake: '`destroySession` reads the cookie itself, by a fixed name.',
    edits: [
      {
        file: SESSION_AUTH,
        find: COOKIE,
        replace: COOKIE.replace('this.sessionCookie(request)', '(request?.cookies?._my_session_id as string) ?? null'),
      },
    ],
    caughtBy: ['8.2'],
    reason: /\/users\/me should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 8,
    name: 'destroy-not-awaited',
    mistake: 'The answer of `destroySession` is not awaited: a promise is always true.',
    edits: [
      {
        file: LOGOUT,
        find: DESTROY,
        replace: DESTROY.replace('(await auth.destroySession(request))', 'auth.destroySession(request)'),
      },
    ],
    caughtBy: ['8.3'],
    reason: /should answer 404, but it answers 200/,
  },
  {
    task: 8,
    name: 'destroy-bound-at-load',
    mistake: '`destroySession` is taken from the auth when the module loads, and not at the time of the request.',
    edits: [
      {
        file: LOGOUT,
        find: 'async function logout(',
        replace: `const destroy = auth instanceof SessionAuth ? auth.destroySession.bind(auth) : async () => false;

async function logout(`,
      },
      { file: LOGOUT, find: DESTROY, replace: DESTROY.replace('auth.destroySession(', 'destroy(') },
    ],
    caughtBy: ['8.3'],
    reason: /should answer 404, but it answers 200/,
  },
  {
    task: 8,
    name: 'logout-without-body',
    mistake: 'The logout answers 204 without a body.',
    edits: [{ file: LOGOUT, find: ANSWER, replace: 'response.status(204).end();' }],
    caughtBy: ['8.3'],
    reason: /should answer 200, but it answers 204/,
  },
  {
    task: 8,
    name: 'logout-with-message',
    mistake: 'The logout answers with a message, not with an empty object.',
    edits: [{ file: LOGOUT, find: ANSWER, replace: `response.json({ message: 'logged out' });` }],
    caughtBy: ['8.3'],
    reason: /answers 200, but its JSON body[\s\S]*logged out/,
  },
  {
    task: 8,
    name: 'logout-takes-sessions-for-granted',
    mistake: 'The auth in force is taken for one with sessions: under `basic_auth` the logout is 500.',
    edits: [
      { file: LOGOUT, find: NO_SESSIONS, replace: `${NO_SESSIONS.split('\n')[0]}\n` },
      { file: LOGOUT, find: DESTROY, replace: DESTROY.replace('auth.destroy', '(auth as SessionAuth).destroy') },
    ],
    caughtBy: ['8.3'],
    reason: /should answer 404, but it answers 500/,
  },
  {
    task: 8,
    name: 'cookies-remembered-by-filter',
    mistake: 'The filter remembers whose each cookie was, and asks no more: a logout has no effect.',
    edits: [
      {
        file: APP,
        find: 'async function beforeRequest(',
        replace: `const known = new Map<string, Request['currentUser']>();\n\nasync function beforeRequest(`,
      },
      {
        file: APP,
        find: 'request.currentUser = await auth.currentUser(request);',
        replace: `const cookie = auth.sessionCookie(request) ?? '';
  request.currentUser = known.get(cookie) ?? (await auth.currentUser(request));
  if (cookie) known.set(cookie, request.currentUser);`,
      },
    ],
    caughtBy: ['8.4'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 8,
    name: 'session-id-used-again',
    mistake: 'A session id that was given back at the logout is given out again at the next login.',
    edits: [
      { file: SESSION_AUTH, find: CLASS, replace: `${CLASS}\n  readonly #free: string[] = [];\n` },
      {
        file: SESSION_AUTH,
        find: 'const sessionId = randomUUID();',
        replace: 'const sessionId = this.#free.pop() ?? randomUUID();',
      },
      { file: SESSION_AUTH, find: DELETE, replace: `this.#free.push(sessionId);\n    ${DELETE}` },
    ],
    caughtBy: ['8.4'],
    reason: /GET \S+ should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 8,
    name: 'all-sessions-cleared',
    mistake: 'The whole map is cleared: everybody is logged out.',
    edits: [{ file: SESSION_AUTH, find: DELETE, replace: 'this.userIdBySessionId.clear();\n    return true;' }],
    caughtBy: ['8.5'],
    reason: /should answer 200, but it answers 403/,
  },
  {
    task: 8,
    name: 'first-session-of-user-deleted',
    mistake: 'The first session of the current user is deleted, and not the one in the cookie.',
    edits: [
      {
        file: SESSION_AUTH,
        find: DELETE,
        replace: `const userId = await this.userIdForSessionId(sessionId);
    const [first] = [...this.userIdBySessionId].find(([, owner]) => owner === userId) ?? [];
    return this.userIdBySessionId.delete(first ?? sessionId);`,
      },
    ],
    caughtBy: ['8.2'],
    reason: /after the second one is destroyed, should be \[true,false\], but it is \[false,true\]/,
    security: true,
  },
  {
    task: 8,
    name: 'post-logs-out',
    mistake: 'The logout takes `POST`, too: a form in any page can send it.',
    edits: [{ file: LOGOUT, find: ROUTE, replace: `.post(logout)${ROUTE}` }],
    caughtBy: ['8.6'],
    reason: /POST \S+ should answer 405, but it answers 200/,
    security: true,
  },
  {
    task: 8,
    name: 'no-allow-header',
    mistake: '405 has no `Allow` header.',
    edits: [
      {
        file: LOGOUT,
        find: ROUTE,
        replace: `.delete(logout).all((_request, response) => sendError(response, 405, 'Method not allowed'))`,
      },
    ],
    caughtBy: ['8.6'],
    reason: /`Allow: DELETE`, but it has none/,
  },
  {
    task: 8,
    name: 'other-methods-end-session',
    mistake: 'The session is destroyed for every method, before 405 is answered.',
    edits: [
      {
        file: LOGOUT,
        find: `sessionAuth.route('/auth_session/logout')`,
        replace: `sessionAuth.use('/auth_session/logout', async (request, _response, next) => {
  if (request.method !== 'DELETE' && auth instanceof SessionAuth) await auth.destroySession(request);
  next();
});
sessionAuth.route('/auth_session/logout')`,
      },
    ],
    caughtBy: ['8.6'],
    reason: /should answer 405, but it answers 403|should answer 200, but it answers 403/,
  },
];
