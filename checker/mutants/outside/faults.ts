import type { Mistake } from '../mistake.ts';

/**
 * Faults written by people who had not seen the checks, each against a sentence of a spec. A check for its own example would catch
 * one of them; the walk must catch them without knowing it.
 */

const AUTH = 'api/v1/auth/auth.ts';
const SESSION = 'api/v1/auth/session_auth.ts';
const EXP = 'api/v1/auth/session_exp_auth.ts';
const DB = 'api/v1/auth/session_db_auth.ts';
const VIEW = 'api/v1/views/session_auth.ts';
const USERS = 'api/v1/views/users.ts';
const APP = 'api/v1/app.ts';

export type Fault = Pick<Mistake, 'task' | 'name' | 'mistake' | 'edits'> & {
  /** The sentences that it breaks: a story names one of them. */
  breaks: readonly string[];
};

export const faults: Fault[] = [
  {
    task: 10,
    name: 'db-ends-at-once-without-duration',
    mistake: 'The database class has its own rule, with `< 0`: under the duration 0 each session ends at once.',
    edits: [
      {
        file: DB,
        find: 'if (!this.hasEnded(session.createdAt.getTime())) return session;',
        replace:
          'if (this.sessionDuration < 0 || Date.now() <= session.createdAt.getTime() + this.sessionDuration * 1000) return session;',
      },
    ],
    breaks: ['10.5', '10.6', '7.9'],
  },
  {
    task: 9,
    name: 'login-purges-under-duration-0',
    mistake: 'Each login purges what is older than the duration, also where that is 0.',
    edits: [
      {
        file: EXP,
        find: 'this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: `for (const [id, made] of this.createdAtBySessionId)
      if (Date.now() > made + this.sessionDuration * 1000) {
        this.createdAtBySessionId.delete(id);
        this.userIdBySessionId.delete(id);
      }
    this.createdAtBySessionId.set(sessionId, Date.now());`,
      },
    ],
    breaks: ['9.3', '7.8', '8.5'],
  },
  {
    task: 9,
    name: 'max-age-in-seconds',
    mistake: '`maxAge` gets seconds, and Express takes milliseconds.',
    edits: [
      {
        file: VIEW,
        find: 'response.cookie(SESSION_NAME, sessionId, cookieOptions(request));',
        replace: `const { sessionDuration = 0 } = auth as { sessionDuration?: number };
  response.cookie(SESSION_NAME, sessionId, {
    ...cookieOptions(request),
    ...(sessionDuration > 0 && { maxAge: sessionDuration }),
  });`,
      },
    ],
    breaks: ['7.9'],
  },
  {
    task: 10,
    name: 'db-cookie-name-fixed',
    mistake: 'The database class reads the cookie under a fixed name: no logout under another `SESSION_NAME`.',
    edits: [
      {
        file: DB,
        find: 'await this.#find(this.sessionCookie(request))',
        replace: 'await this.#find((request?.cookies as Record<string, unknown>)?._my_session_id)',
      },
    ],
    breaks: ['8.3', '10.4'],
  },
  {
    task: 9,
    name: 'exp-logout-ends-all-of-the-user',
    mistake: 'Under `session_exp_auth`, a logout ends all sessions of the user.',
    edits: [
      {
        file: EXP,
        find: 'if (sessionId === null || !(await super.destroySession(request))) return false;',
        replace: `const owner = sessionId === null ? null : await this.userIdForSessionId(sessionId);
    if (sessionId === null || !(await super.destroySession(request))) return false;
    for (const [id, userId] of this.userIdBySessionId) if (userId === owner) this.userIdBySessionId.delete(id);`,
      },
    ],
    breaks: ['8.5'],
  },
  {
    task: 7,
    name: 'login-without-sessions-is-500',
    mistake: 'Under `AUTH_TYPE=auth`, the login is 500.',
    edits: [
      {
        file: VIEW,
        find: `  if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');

  // A field`,
        replace: `  if (!auth) return sendError(response, 404, 'Not found');

  // A field`,
      },
      {
        file: VIEW,
        find: 'await auth.createSession(user.id)',
        replace: 'await (auth as SessionAuth).createSession(user.id)',
      },
    ],
    breaks: ['7.1'],
  },
  {
    task: 10,
    name: 'cache-of-sessions',
    mistake: 'What was found once is remembered, and a logout elsewhere is not seen.',
    edits: [
      {
        file: DB,
        find: 'const [session] = await UserSession.search({ sessionId });',
        replace: `const session = this.#known.get(sessionId) ?? (await UserSession.search({ sessionId }))[0];
    if (session) this.#known.set(sessionId, session);`,
      },
      {
        file: DB,
        find: '  /** The stored session with this id, or `null`.',
        replace: '  #known = new Map<string, UserSession>();\n\n  /** The stored session with this id, or `null`.',
      },
    ],
    breaks: ['10.4', '8.4', '10.3'],
  },
  {
    task: 9,
    name: 'use-in-the-second-half-renews',
    mistake: 'Use in the second half of its life renews a session.',
    edits: [
      {
        file: EXP,
        find: 'if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);',
        replace: `if (!this.hasEnded(createdAt)) {
      if (Date.now() > createdAt + this.sessionDuration * 500) this.createdAtBySessionId.set(sessionId, Date.now());
      return super.userIdForSessionId(sessionId);
    }`,
      },
    ],
    breaks: ['9.4', '9.5'],
  },
  {
    task: 10,
    name: 'updated-in-the-place-of-created',
    mistake: 'The end is counted from `updatedAt`, and each use saves the session.',
    edits: [
      {
        file: DB,
        find: 'if (!this.hasEnded(session.createdAt.getTime())) return session;',
        replace: `if (!this.hasEnded(session.updatedAt.getTime())) {
      await session.save();
      return session;
    }`,
      },
    ],
    breaks: ['10.5', '9.5'],
  },
  {
    task: 2,
    name: 'sixth-session-ends-the-first',
    mistake: 'A user has five sessions at most: the sixth ends the first.',
    edits: [
      {
        file: SESSION,
        find: 'this.userIdBySessionId.set(sessionId, userId);',
        replace: `const own = [...this.userIdBySessionId].filter(([, owner]) => owner === userId);
    if (own.length >= 5) this.userIdBySessionId.delete(own[0]?.[0] ?? '');
    this.userIdBySessionId.set(sessionId, userId);`,
      },
    ],
    breaks: ['7.8', '7.9'],
  },
  {
    task: 7,
    name: 'password-without-its-line-end',
    mistake: 'A line end behind the password is cut.',
    edits: [
      {
        file: VIEW,
        find: 'user.isValidPassword(password)',
        replace: `user.isValidPassword(password.replace(/[\\r\\n]+$/, ''))`,
      },
    ],
    breaks: ['7.5'],
  },
  {
    task: 7,
    name: 'form-with-a-charset-is-none',
    mistake: '`application/x-www-form-urlencoded; charset=UTF-8` is no form.',
    edits: [
      {
        file: VIEW,
        find: 'const { email, password } = request.body ?? {};',
        replace: `const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  const { email, password } = (isForm && request.body) || {};`,
      },
    ],
    breaks: ['7.6', '7.1'],
  },
  {
    task: 3,
    name: 'id-trimmed',
    mistake: 'White space around a session id is cut.',
    edits: [
      {
        file: SESSION,
        find: 'return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: 'return this.userIdBySessionId.get(sessionId.trim()) ?? null;',
      },
    ],
    breaks: ['6.2', '3.3'],
  },
  {
    task: 3,
    name: 'id-in-any-letters',
    mistake: 'A session id counts in capital letters, too.',
    edits: [
      {
        file: SESSION,
        find: 'return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: 'return this.userIdBySessionId.get(sessionId.toLowerCase()) ?? null;',
      },
    ],
    breaks: ['6.2', '3.3'],
  },
  {
    task: 5,
    name: 'filter-decodes-the-path',
    mistake: 'The filter decodes the path: `/%zz` is 500, and `status%2F` passes.',
    edits: [
      {
        file: APP,
        find: 'request.baseUrl + request.path, excludedPaths',
        replace: 'decodeURIComponent(request.baseUrl + request.path), excludedPaths',
      },
    ],
    breaks: ['5.2', '5.3', '1.3', '6.2', '7.9', '6.3'],
  },
  {
    task: 5,
    name: 'router-takes-capitals',
    mistake: 'The routes are found in any letters.',
    edits: [
      { file: APP, find: `app.enable('case sensitive routing');\n`, replace: '' },
      {
        file: 'api/v1/views/status.ts',
        find: 'export const status = Router({ caseSensitive: true });',
        replace: 'export const status = Router();',
      },
      {
        file: 'api/v1/views/index.ts',
        find: 'export const views = Router({ caseSensitive: true });',
        replace: 'export const views = Router();',
      },
    ],
    breaks: ['0.4', '7.9', '6.3', '5.5', '7.8', '8.5', '9.3', '10.3', '10.5', '10.6'],
  },
  {
    task: 7,
    name: 'other-methods-by-a-list',
    mistake: 'Methods that are refused at the login stand in a list: PROPFIND is 404.',
    edits: [
      {
        file: VIEW,
        find: `.post(login).all(methodNotAllowed('POST'))`,
        replace: `.post(login).get(methodNotAllowed('POST')).put(methodNotAllowed('POST')).patch(methodNotAllowed('POST')).delete(methodNotAllowed('POST'))`,
      },
    ],
    breaks: ['7.10'],
  },
  {
    task: 0,
    name: 'post-to-me',
    mistake: '`POST /users/me` answers as `GET` does.',
    edits: [
      {
        file: USERS,
        find: `users.get('/users/me', showCurrent);`,
        replace: `users.get('/users/me', showCurrent).post('/users/me', showCurrent);`,
      },
    ],
    breaks: ['0.4'],
  },
  {
    task: 7,
    name: 'no-attributes-with-an-old-cookie',
    mistake: 'With an old cookie present, the new one has no attributes.',
    edits: [
      {
        file: VIEW,
        find: 'response.cookie(SESSION_NAME, sessionId, cookieOptions(request));',
        replace: 'response.cookie(SESSION_NAME, sessionId, auth.sessionCookie(request) ? {} : cookieOptions(request));',
      },
    ],
    breaks: ['7.7'],
  },
  {
    task: 8,
    name: 'logout-takes-the-other-cookie',
    mistake: 'Of two cookies of the name the look-up takes the first and the logout the last.',
    edits: [
      {
        file: SESSION,
        find: `    const sessionId = this.sessionCookie(request);
    if (sessionId === null || (await`,
        replace: `    const own = (request?.headers.cookie ?? '').split('; ').filter((pair) => pair.startsWith(\`\${SESSION_NAME}=\`));
    const sessionId = own.at(-1)?.slice(SESSION_NAME.length + 1) ?? null;
    if (sessionId === null || (await`,
      },
      {
        file: SESSION,
        find: `import { Auth } from './auth.ts';`,
        replace: `import { Auth, SESSION_NAME } from './auth.ts';`,
      },
    ],
    breaks: ['8.3', '8.4', '8.5'],
  },
  {
    task: 7,
    name: 'stored-hash-opens',
    mistake: 'The stored hash opens as a password.',
    edits: [
      {
        file: VIEW,
        find: 'if (!(await user.isValidPassword(password)))',
        replace: 'if (password !== user.passwordHash && !(await user.isValidPassword(password)))',
      },
    ],
    breaks: ['7.5'],
  },
  {
    task: 0,
    name: 'me-has-words-of-its-own',
    mistake: '`me` says "No current user" in the place of "Not found".',
    edits: [
      {
        file: USERS,
        find: `if (!request.currentUser) return sendError(response, 404, 'Not found');`,
        replace: `if (!request.currentUser) return sendError(response, 404, 'No current user');`,
      },
    ],
    breaks: ['0.3'],
  },
  {
    task: 7,
    name: 'cookie-named-undefined',
    mistake: 'The name of the cookie is read without its default: `Set-Cookie: undefined=…`.',
    edits: [
      {
        file: VIEW,
        find: 'response.cookie(SESSION_NAME, sessionId, cookieOptions(request));',
        replace: 'response.cookie(process.env.SESSION_NAME as string, sessionId, cookieOptions(request));',
      },
    ],
    breaks: ['7.6'],
  },
  {
    task: 4,
    name: 'long-cookie-is-none',
    mistake: 'A cookie of over 64 characters is none.',
    edits: [
      {
        file: AUTH,
        find: `return typeof value === 'string' ? value : null;`,
        replace: `return typeof value === 'string' && value.length <= 64 ? value : null;`,
      },
    ],
    breaks: ['4.2', '5.3', '6.2'],
  },
  {
    task: 10,
    name: 'sessions-removed-at-the-end',
    mistake: 'All sessions are removed at SIGTERM, "to end cleanly".',
    edits: [
      {
        file: DB,
        find: '  /** Stores a new session for a user, and gives its id.',
        replace: `  constructor() {
    super();
    process.once('SIGTERM', async () => {
      for (const session of await UserSession.all()) await session.remove();
      process.exit();
    });
  }

  /** Stores a new session for a user, and gives its id.`,
      },
    ],
    breaks: ['10.6'],
  },
  {
    task: 9,
    name: 'duration-of-32-bits',
    mistake: 'The duration is cut to 32 bits.',
    edits: [{ file: EXP, find: '? Number(text) : 0', replace: '? Number(text) | 0 : 0' }],
    breaks: ['9.1', '9.5', '1.2'],
  },
  {
    task: 9,
    name: 'timer-of-a-month',
    mistake: 'A timer ends the session: one of over 2^31 - 1 ms fires at once.',
    edits: [
      {
        file: EXP,
        find: 'this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: `this.createdAtBySessionId.set(sessionId, Date.now());
    if (this.sessionDuration > 0)
      setTimeout(() => this.userIdBySessionId.delete(sessionId), this.sessionDuration * 1000 + 1).unref();`,
      },
    ],
    breaks: ['9.4', '9.5'],
  },
  {
    task: 9,
    name: 'local-time',
    mistake: 'The end is computed with the local `setSeconds`: an hour wrong when the clock changes.',
    edits: [
      {
        file: EXP,
        find: 'return Date.now() > createdAt + this.sessionDuration * 1000;',
        replace: `const end = new Date(createdAt);
    end.setHours(end.getHours(), end.getMinutes(), end.getSeconds() + this.sessionDuration);
    return Date.now() > end.getTime();`,
      },
    ],
    breaks: ['9.4', '9.5', '10.5'],
  },
  {
    task: 10,
    name: 'two-logins-get-one-id',
    mistake: 'The row that is being saved is kept in a field: of two logins at once both get one id.',
    edits: [
      {
        file: DB,
        find: `    const sessionId = randomUUID();
    await new UserSession({ userId, sessionId }).save();
    return sessionId;`,
        replace: `    this.#row = new UserSession({ userId, sessionId: randomUUID() });
    await this.#row.save();
    return this.#row.sessionId;`,
      },
      {
        file: DB,
        find: '  /** Stores a new session for a user, and gives its id.',
        replace: '  #row = new UserSession();\n\n  /** Stores a new session for a user, and gives its id.',
      },
    ],
    breaks: ['10.2', '2.4', '7.8', '7.9'],
  },
  {
    task: 6,
    name: 'user-of-the-connection',
    mistake: 'The user is remembered for the connection: over keep-alive B is shown as A.',
    edits: [
      {
        file: SESSION,
        find: '    const userId = await this.userIdForSessionId(this.sessionCookie(request));',
        replace: `    const seen = (request?.socket ?? {}) as { userId?: string | null };
    seen.userId ??= await this.userIdForSessionId(this.sessionCookie(request));
    const { userId } = seen;`,
      },
    ],
    breaks: ['6.3', '6.2', '0.1'],
  },
  {
    task: 2,
    name: 'random-taken-early',
    mistake: 'The ids are made from `Math.random`, which is taken at load.',
    edits: [
      {
        file: SESSION,
        find: "import { randomUUID } from 'node:crypto';",
        replace: `const { random } = Math;
const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
const randomUUID = () => [digits(8), digits(4), \`4\${digits(3)}\`, \`8\${digits(3)}\`, digits(12)].join('-');`,
      },
    ],
    breaks: ['2.4'],
  },
  {
    task: 10,
    name: 'db-ids-from-random',
    mistake: 'The database class makes its ids from `Math.random`.',
    edits: [
      {
        file: DB,
        find: "import { randomUUID } from 'node:crypto';",
        replace: `const digits = (count: number) => Array.from({ length: count }, () => Math.floor(Math.random() * 16).toString(16)).join('');
const randomUUID = () => [digits(8), digits(4), \`4\${digits(3)}\`, \`8\${digits(3)}\`, digits(12)].join('-');`,
      },
    ],
    breaks: ['2.4', '10.2', '7.8', '10.6'],
  },
  {
    task: 10,
    name: 'list-with-the-id',
    mistake: 'A list that holds the session id finds the session.',
    edits: [
      {
        file: DB,
        find: "if (typeof sessionId !== 'string') return null;",
        replace: 'if (sessionId === undefined || sessionId === null) return null;\n    sessionId = String(sessionId);',
      },
    ],
    breaks: ['10.3', '3.1', '3.3'],
  },
  {
    task: 9,
    name: 'times-under-a-prefix',
    mistake: 'Times stand under `session:ID`, and stay after the logout.',
    edits: [
      {
        file: EXP,
        find: 'this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: `this.createdAtBySessionId.set(sessionId, Date.now());
    this.times[\`session:\${sessionId}\`] = Date.now();`,
      },
      {
        file: EXP,
        find: 'readonly createdAtBySessionId',
        replace: 'readonly times: Record<string, number> = {};\n  readonly createdAtBySessionId',
      },
    ],
    breaks: ['9.6'],
  },
  {
    task: 9,
    name: 'times-in-an-inherited-record',
    mistake: 'The end of each session stays as a text in a list of the prototype.',
    edits: [
      {
        file: EXP,
        find: 'this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: `this.createdAtBySessionId.set(sessionId, Date.now());
    const all = SessionExpAuth.prototype as unknown as { made?: { line: string }[] };
    all.made = [...(all.made ?? []), { line: \`\${new Date().toISOString()} \${sessionId}\` }];`,
      },
    ],
    breaks: ['9.6'],
  },
  {
    task: 10,
    name: 'failed-save-is-logged',
    mistake: 'An error of `save` is logged, and the id is given out.',
    edits: [
      {
        file: DB,
        find: 'await new UserSession({ userId, sessionId }).save();',
        replace: 'await new UserSession({ userId, sessionId }).save().catch((error) => console.error(error));',
      },
    ],
    breaks: ['10.2'],
  },
  {
    task: 2,
    name: 'no-session-without-a-user',
    mistake: 'A user that does not exist gets no session.',
    edits: [
      {
        file: SESSION,
        find: "import { randomUUID } from 'node:crypto';",
        replace: "import { randomUUID } from 'node:crypto';\nimport { User as Users } from '../../../models/user.ts';",
      },
      {
        file: SESSION,
        find: 'const sessionId = randomUUID();',
        replace: 'if (!(await Users.get(userId))) return null;\n    const sessionId = randomUUID();',
      },
    ],
    breaks: ['2.3', '2.4'],
  },
  {
    task: 10,
    name: 'no-stored-session-without-a-user',
    mistake: 'A user that does not exist gets no stored session.',
    edits: [
      {
        file: DB,
        find: 'const sessionId = randomUUID();',
        replace: 'if (!(await User.get(userId))) return null;\n    const sessionId = randomUUID();',
      },
      {
        file: DB,
        find: "import { UserSession } from '../../../models/user_session.ts';",
        replace:
          "import { User } from '../../../models/user.ts';\nimport { UserSession } from '../../../models/user_session.ts';",
      },
    ],
    breaks: ['2.3', '10.2'],
  },
  {
    task: 8,
    name: 'method-in-the-query',
    mistake: '`?_method=DELETE` makes a `POST` a `DELETE`.',
    edits: [
      {
        file: APP,
        find: "app.use('/api/v1', cors);",
        replace: `app.use((request, _response, next) => {
  if (typeof request.query._method === 'string') request.method = request.query._method;
  next();
});
app.use('/api/v1', cors);`,
      },
    ],
    breaks: ['8.6', '0.4', '7.10'],
  },
  {
    task: 9,
    name: 'list-of-kinds-by-hand',
    mistake: 'The list of known kinds is written by hand, and stops at task 1.',
    edits: [
      {
        file: 'api/v1/auth/index.ts',
        find: "[...kinds.keys()].join(', ')",
        replace: "['auth', 'basic_auth', 'session_auth'].join(', ')",
      },
    ],
    breaks: ['9.1', '9.5', '1.2'],
  },
  {
    task: 8,
    name: 'logout-in-any-letters',
    mistake: 'The logout finds a session whose id came in capital letters; the look-up does not.',
    edits: [
      {
        file: SESSION,
        find: 'const sessionId = this.sessionCookie(request);',
        replace: 'const sessionId = this.sessionCookie(request)?.toLowerCase() ?? null;',
      },
    ],
    breaks: ['8.1'],
  },
  {
    task: 8,
    name: 'logout-of-anybody',
    mistake: 'An unknown session id ends the session that was made first.',
    edits: [
      {
        file: SESSION,
        find: 'if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;',
        replace: `if (sessionId === null) return false;
    const [first] = this.userIdBySessionId.keys();
    if (!this.userIdBySessionId.has(sessionId)) return this.userIdBySessionId.delete(first ?? '');`,
      },
    ],
    breaks: ['8.1', '8.5'],
  },
  {
    task: 4,
    name: 'text-null-is-no-cookie',
    mistake: 'A cookie with the text `null` counts as none.',
    edits: [
      {
        file: AUTH,
        find: "return typeof value === 'string' ? value : null;",
        replace: "return typeof value === 'string' && value !== 'null' ? value : null;",
      },
    ],
    breaks: ['4.2'],
  },
  {
    task: 5,
    name: 'odd-methods-pass-the-filter',
    mistake: 'The filter knows methods by a list: SEARCH passes for everybody.',
    edits: [
      {
        file: APP,
        find: 'if (!auth?.requireAuth(request.baseUrl + request.path, excludedPaths)) return next();',
        replace: `const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'].includes(request.method);
  if (!known || !auth?.requireAuth(request.baseUrl + request.path, excludedPaths)) return next();`,
      },
    ],
    breaks: ['5.2', '5.1'],
  },
  {
    task: 2,
    name: 'sessions-under-way-are-shared',
    mistake: 'Who asks for a session of the same user at the same time gets the one that is being made.',
    edits: [
      {
        file: SESSION,
        find: `    this.userIdBySessionId.set(sessionId, userId);
    return sessionId;`,
        replace: `    for (const [other, owner] of this.#underWay) if (owner === userId) return other;
    this.#underWay.set(sessionId, userId);
    setImmediate(() => this.#underWay.delete(sessionId));
    this.userIdBySessionId.set(sessionId, userId);
    return sessionId;`,
      },
      {
        file: SESSION,
        find: '  /** Makes a new session for a user,',
        replace: '  readonly #underWay = new Map<string, string>();\n\n  /** Makes a new session for a user,',
      },
    ],
    breaks: ['2.4'],
  },
  {
    task: 7,
    name: 'user-who-is-gone-logs-in',
    mistake: 'Who has logged in is remembered by the e-mail: also somebody who is removed since then.',
    edits: [
      {
        file: VIEW,
        find: '  const [user] = await User.search({ email });',
        replace: `  const [found] = seen.has(email) ? [seen.get(email)] : await User.search({ email });
  const user = found;
  if (user) seen.set(email, user);`,
      },
      {
        file: VIEW,
        find: 'export const sessionAuth =',
        replace: 'const seen = new Map<string, User>();\n\nexport const sessionAuth =',
      },
    ],
    breaks: ['7.4', '7.5', '7.6'],
  },
  {
    task: 10,
    name: 'sessions-removed-at-sigint',
    mistake: 'All sessions are removed at SIGINT, "to end cleanly".',
    edits: [
      {
        file: DB,
        find: '  /** Stores a new session for a user, and gives its id.',
        replace: `  constructor() {
    super();
    process.once('SIGINT', async () => {
      for (const session of await UserSession.all()) await session.remove();
      process.exit();
    });
  }

  /** Stores a new session for a user, and gives its id.`,
      },
    ],
    breaks: ['10.6'],
  },
];
