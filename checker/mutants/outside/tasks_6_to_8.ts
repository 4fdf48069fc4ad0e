// Data, one entry for each fault: that is why this file is longer than others.
import type { Fault } from './faults.ts';

/** Written from the specs alone, and judged once before anybody of ours had seen them: QUALITY.md says what came of it. */
export const faultsOfTasks6To8: Fault[] = [
  {
    task: 6,
    name: 'cached-user',
    mistake:
      'currentUser keeps each User that it has read in memory for five seconds. A user who was deleted (or changed) meanwhile is still given as before.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  readonly userIdBySessionId = new Map<string, string>();',
        replace: `  readonly userIdBySessionId = new Map<string, string>();

  /** The users that were read a moment ago, by id: a page sends many requests at once, and one look-up is enough for them. */
  readonly #recent = new Map<string, { user: User; readAt: number }>();`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return User.get(userId);',
        replace: `    const recent = this.#recent.get(userId);
    if (recent && Date.now() - recent.readAt < 5000) return recent.user;
    const user = await User.get(userId);
    if (user) this.#recent.set(userId, { user, readAt: Date.now() });
    else this.#recent.delete(userId);
    return user;`,
      },
    ],
    breaks: ['6.1', '6.2'],
  },
  {
    task: 6,
    name: 'undefined-for-gone-user',
    mistake:
      'currentUser takes the first result of User.search({ id }): for a deleted user this is undefined, not null. The filter, which asks for null, lets the session of a deleted user pass.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return User.get(userId);',
        replace: `    const [user] = await User.search({ id: userId });
    return user as User;`,
      },
    ],
    breaks: ['6.2'],
  },
  {
    task: 6,
    name: 'map-first',
    mistake:
      'currentUser looks into userIdBySessionId first, and asks userIdForSessionId only for ids that are not in the map. An override that refuses a session of the map (such as an expired one) is passed by.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    const userId = await this.userIdForSessionId(this.sessionCookie(request));',
        replace: `    const sessionId = this.sessionCookie(request);
    if (sessionId === null) return null;
    // Most sessions are in the map: only for others is the longer way needed.
    const userId = this.userIdBySessionId.get(sessionId) ?? (await this.userIdForSessionId(sessionId));`,
      },
    ],
    breaks: ['6.4'],
  },
  {
    task: 6,
    name: 'shared-field-race',
    mistake:
      'currentUser puts the user that it found into a field of the one instance, and reads it from there one step later. Of two look-ups that end at the same time, both give the second user.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  readonly userIdBySessionId = new Map<string, string>();',
        replace: `  readonly userIdBySessionId = new Map<string, string>();

  /** The user that was found. */
  #user: User | null = null;`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    const userId = await this.userIdForSessionId(this.sessionCookie(request));
    if (userId === null) return null;
    return User.get(userId);`,
        replace: `    await this.#load(request);
    return this.#user;
  }

  async #load(request?: Request | null): Promise<void> {
    const userId = await this.userIdForSessionId(this.sessionCookie(request));
    this.#user = userId === null ? null : await User.get(userId);`,
      },
    ],
    breaks: ['6.3', '6.1'],
  },
  {
    task: 6,
    name: 'basic-fallback',
    mistake:
      'SessionAuth extends BasicAuth, and where there is no session cookie, currentUser asks Basic authentication.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `import { Auth } from './auth.ts';`,
        replace: `import { BasicAuth } from './basic_auth.ts';`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'export class SessionAuth extends Auth {',
        replace: 'export class SessionAuth extends BasicAuth {',
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    const userId = await this.userIdForSessionId(this.sessionCookie(request));',
        replace: `    const sessionId = this.sessionCookie(request);
    // Programs without cookies may send e-mail and password as before.
    if (sessionId === null) return super.currentUser(request);
    const userId = await this.userIdForSessionId(sessionId);`,
      },
    ],
    breaks: ['6.2'],
  },
  {
    task: 6,
    name: 'missing-request-throws',
    mistake: 'currentUser reads a property of the request before it asks whether there is a request.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  override async currentUser(request?: Request | null): Promise<User | null> {',
        replace: `  override async currentUser(request?: Request | null): Promise<User | null> {
    if ((request as Request).cookies === undefined) return null;`,
      },
    ],
    breaks: ['6.2'],
  },
  {
    task: 7,
    name: 'no-body-500',
    mistake:
      'The login takes the fields from request.body, which is undefined where the request has no body (or one of another type): a TypeError, so 500.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  const { email, password } = request.body ?? {};',
        replace: '  const { email, password } = request.body;',
      },
    ],
    breaks: ['7.2'],
  },
  {
    task: 7,
    name: 'query-as-form',
    mistake: 'Fields that the body does not have are taken from the query of the address.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  const { email, password } = request.body ?? {};',
        replace: '  const { email, password } = { ...request.query, ...request.body };',
      },
    ],
    breaks: ['7.1', '7.2', '7.3'],
  },
  {
    task: 7,
    name: 'passwordless-user-gets-in',
    mistake:
      'The password is checked only where the user has one. A user without a password gets in with any password.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');`,
        replace: `  if (user.passwordHash && !(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');`,
      },
    ],
    breaks: ['7.5'],
  },
  {
    task: 7,
    name: 'reuses-session',
    mistake:
      'Where the cookie of the request names a living session of the same user, the login answers with this session id and makes none.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `  // Always a new session. An id that the client brought along may be known to whoever planted it there.
  const sessionId = await auth.createSession(user.id);`,
        replace: `  // Who is logged in already keeps the session: another one would only fill the memory.
  const current = auth.sessionCookie(request);
  const isOwn = current !== null && (await auth.userIdForSessionId(current)) === user.id;
  const sessionId = isOwn ? current : await auth.createSession(user.id);`,
      },
    ],
    breaks: ['7.8'],
  },
  {
    task: 7,
    name: 'fixed-cookie-name',
    mistake: 'The login (and the deletion of the cookie at logout) always uses the name _my_session_id.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `import { SESSION_NAME } from '../auth/auth.ts';
`,
        replace: '',
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: `import { methodNotAllowed, sendError } from '../errors.ts';`,
        replace: `import { methodNotAllowed, sendError } from '../errors.ts';

const COOKIE = '_my_session_id';`,
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  response.cookie(SESSION_NAME, sessionId, cookieOptions(request));',
        replace: '  response.cookie(COOKIE, sessionId, cookieOptions(request));',
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  response.clearCookie(SESSION_NAME, cookieOptions(request));',
        replace: '  response.clearCookie(COOKIE, cookieOptions(request));',
      },
    ],
    breaks: ['7.6'],
  },
  {
    task: 7,
    name: 'secure-by-forwarded-header',
    mistake:
      'The header X-Forwarded-Proto is believed, though the application trusts no proxy: anybody who sends it over plain HTTP gets a Secure cookie.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: '    secure: request.secure,',
        replace: `    secure: request.secure || request.get('X-Forwarded-Proto') === 'https',`,
      },
    ],
    breaks: ['7.7'],
  },
  {
    task: 9,
    name: 'negative-duration-max-age',
    mistake:
      'The cookie has Max-Age for every SESSION_DURATION but 0. With a negative one (never expires) Max-Age is negative, and the browser throws the cookie away at once.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `import { SessionAuth } from '../auth/session_auth.ts';`,
        replace: `import { SessionAuth } from '../auth/session_auth.ts';
import { SessionExpAuth } from '../auth/session_exp_auth.ts';`,
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  return {',
        replace: `  const seconds = auth instanceof SessionExpAuth ? auth.sessionDuration : 0;
  return {
    // It ends with the session. One second more, because \`Expires\` is cut to whole seconds.
    ...(seconds !== 0 && seconds <= 1e9 ? { maxAge: (seconds + 1) * 1000 } : {}),`,
      },
    ],
    breaks: ['7.9'],
  },
  {
    task: 7,
    name: 'lock-after-failures',
    mistake:
      'The login counts wrong passwords for each e-mail in memory, and after five of them answers 429 for a minute, also where the password is right.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `
async function login(request: Request, response: Response): Promise<void> {`,
        replace: `
const MAX_FAILURES = 5;
const LOCK_MS = 60_000;

/** Wrong passwords in a row, by e-mail, so that nobody can try them all. */
const failures = new Map<string, { count: number; lastAt: number }>();

function isLocked(email: string): boolean {
  const failed = failures.get(email);
  if (!failed) return false;
  if (Date.now() - failed.lastAt <= LOCK_MS) return failed.count >= MAX_FAILURES;
  failures.delete(email);
  return false;
}

async function login(request: Request, response: Response): Promise<void> {`,
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: `  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');`,
        replace: `  if (isLocked(email)) return sendError(response, 429, 'too many attempts');
  if (!(await user.isValidPassword(password))) {
    failures.set(email, { count: (failures.get(email)?.count ?? 0) + 1, lastAt: Date.now() });
    return sendError(response, 401, 'wrong password');
  }
  failures.delete(email);`,
      },
    ],
    breaks: ['7.5', '7.6'],
  },
  {
    task: 8,
    name: 'ends-oldest-session',
    mistake:
      'destroySession looks for the user of the session, and deletes the first session of this user in the map: the oldest, not the one in the cookie.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;
    return this.userIdBySessionId.delete(sessionId);`,
        replace: `    const userId = await this.userIdForSessionId(sessionId);
    for (const [key, owner] of this.userIdBySessionId) {
      if (owner === userId) return this.userIdBySessionId.delete(key);
    }
    return false;`,
      },
    ],
    breaks: ['8.2', '8.4', '8.5'],
  },
  {
    task: 8,
    name: 'logout-needs-user',
    mistake:
      'destroySession asks currentUser, and gives false, and deletes nothing, where the user of the session is not in the database (any more).',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;',
        replace: '    if (sessionId === null || (await this.currentUser(request)) === null) return false;',
      },
    ],
    breaks: ['8.2'],
  },
  {
    task: 8,
    name: 'key-stays-in-map',
    mistake:
      'destroySession does not delete the entry: it sets its value to null. The session is closed, but its id stays in the map for ever.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  readonly userIdBySessionId = new Map<string, string>();',
        replace: '  readonly userIdBySessionId = new Map<string, string | null>();',
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return this.userIdBySessionId.delete(sessionId);',
        replace: `    this.userIdBySessionId.set(sessionId, null);
    return true;`,
      },
    ],
    breaks: ['8.2'],
  },
  {
    task: 8,
    name: 'logout-excluded',
    mistake: 'The logout path is in the list of excluded paths, like the login.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: `const excludedPaths = ['/api/v1/status/', '/api/v1/unauthorized/', '/api/v1/forbidden/', '/api/v1/auth_session/login/'];`,
        replace: `const excludedPaths = ['/api/v1/status/', '/api/v1/unauthorized/', '/api/v1/forbidden/', '/api/v1/auth_session/login/', '/api/v1/auth_session/logout/'];`,
      },
    ],
    breaks: ['8.3', '8.6'],
  },
  {
    task: 8,
    name: 'post-logs-out',
    mistake: 'POST on the logout path logs out, too ("HTML forms have no DELETE"), and Allow names it.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `sessionAuth.route('/auth_session/logout').delete(logout).all(methodNotAllowed('DELETE'));`,
        replace: `sessionAuth.route('/auth_session/logout').delete(logout).post(logout).all(methodNotAllowed('DELETE', 'POST'));`,
      },
    ],
    breaks: ['8.6'],
  },
  {
    task: 8,
    name: 'view-deletes-from-map',
    mistake:
      'The route deletes the session from auth.userIdBySessionId itself and does not call auth.destroySession. Under session_db_auth, whose sessions are not in the map, nobody can log out.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `  if (!(await auth.destroySession(request))) return sendError(response, 404, 'Not found');`,
        replace: `  const sessionId = auth.sessionCookie(request);
  if (sessionId === null || !auth.userIdBySessionId.delete(sessionId)) return sendError(response, 404, 'Not found');`,
      },
    ],
    breaks: ['8.3', '8.4'],
  },
];
