// Data, one entry for each fault: that is why this file is longer than others.
import type { Fault } from './faults.ts';

/** Written from the specs alone, and not caught when they were judged for the first time: QUALITY.md says what came of it. */
export const escapedFaults: Fault[] = [
  {
    task: 6,
    name: 'same-browser-only',
    mistake:
      'Against session hijacking, currentUser() remembers the User-Agent of the first request of a session and refuses the session to any other. The spec says that the cookie alone names the session: the same cookie from another program, or after an update of the browser, must still find the user.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  /** Makes a new session for a user, and gives its id. `null` where the user id is not a string, or is empty. */',
        replace: `  /** The browser that has used each session first. A thief has another one. */
  readonly #browserBySessionId = new Map<string, string>();

  /** Makes a new session for a user, and gives its id. \`null\` where the user id is not a string, or is empty. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    const userId = await this.userIdForSessionId(this.sessionCookie(request));
    if (userId === null) return null;`,
        replace: `    const sessionId = this.sessionCookie(request);
    const userId = await this.userIdForSessionId(sessionId);
    if (sessionId === null || userId === null) return null;
    if (!this.#isSameBrowser(sessionId, request)) return null;`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  /** Deletes the session that the cookie of the request names. `false` where there is no such session. */',
        replace: `  /** Against session hijacking: a session stays with the browser that used it first. */
  #isSameBrowser(sessionId: string, request?: Request | null): boolean {
    const browser = request?.headers?.['user-agent'] ?? '';
    const first = this.#browserBySessionId.get(sessionId);
    if (first === undefined) this.#browserBySessionId.set(sessionId, browser);
    return first === undefined || first === browser;
  }

  /** Deletes the session that the cookie of the request names. \`false\` where there is no such session. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return this.userIdBySessionId.delete(sessionId);',
        replace: `    this.#browserBySessionId.delete(sessionId);
    return this.userIdBySessionId.delete(sessionId);`,
      },
    ],
    breaks: ['6.1', '6.3'],
  },
  {
    task: 9,
    name: 'amortised-sweep',
    mistake:
      'Instead of looking at the age of the one session, each look-up sweeps the ended sessions from the front of the map (so that sessions that nobody asks for go too), 50 at most, and then trusts the map.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '/** Sessions that end: each lives for a fixed time after the login, however much it is used. */',
        replace: `/** How many entries one look-up tidies away at most: a request should not pay for thousands of others. */
const SWEEP_LIMIT = 50;

/** Sessions that end: each lives for a fixed time after the login, however much it is used. */`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    const createdAt = this.createdAtBySessionId.get(sessionId);
    if (createdAt === undefined) return null;
    if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);
    // Nobody can use it any more: kept, it would only fill the memory.
    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);
    return null;`,
        replace: `    this.#sweep();
    return super.userIdForSessionId(sessionId);`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '  /** Deletes the session that the cookie of the request names. `false` where there is no such session. */',
        replace: `  /** Forgets what has ended. A map keeps the order of insertion, so the oldest sessions come first. */
  #sweep(): void {
    let swept = 0;
    for (const [sessionId, createdAt] of this.createdAtBySessionId) {
      if (!this.hasEnded(createdAt) || swept === SWEEP_LIMIT) return;
      this.userIdBySessionId.delete(sessionId);
      this.createdAtBySessionId.delete(sessionId);
      swept += 1;
    }
  }

  /** Deletes the session that the cookie of the request names. \`false\` where there is no such session. */`,
      },
    ],
    breaks: ['9.4', '9.6'],
  },
  {
    task: 7,
    name: 'normalised-password',
    mistake:
      'The login normalises the password with NFKC before it compares, as NIST advises. But the given code hashes the password as it came, so a user whose password has another form (e with a combining accent, a ligature, a full-width letter) cannot log in any more, and another text is taken for the password.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: "  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');",
        replace: `  // One keyboard writes "é" as one character, another as two. Both mean the same password (NIST SP 800-63B, 5.1.1.2).
  if (!(await user.isValidPassword(password.normalize('NFKC')))) return sendError(response, 401, 'wrong password');`,
      },
    ],
    breaks: ['7.5', '7.6'],
  },
  {
    task: 7,
    name: 'too-many-failures',
    mistake:
      'Against guessing of passwords, 25 wrong ones in a row close the account: from then on the right one is answered like a wrong one. The spec says that no number of wrong passwords locks a user out.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: 'async function login(request: Request, response: Response): Promise<void> {',
        replace: `/** So many wrong passwords in a row, and an account is closed until the server restarts: nobody mistypes that often. */
const MAX_FAILURES = 25;
const failuresByUserId = new Map<string, number>();

async function login(request: Request, response: Response): Promise<void> {`,
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: "  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');",
        replace: `  const failures = failuresByUserId.get(user.id) ?? 0;
  if (failures >= MAX_FAILURES || !(await user.isValidPassword(password))) {
    failuresByUserId.set(user.id, failures + 1);
    return sendError(response, 401, 'wrong password');
  }
  failuresByUserId.delete(user.id);`,
      },
    ],
    breaks: ['7.6'],
  },
  {
    task: 7,
    name: 'change-of-user',
    mistake:
      "A login that brings the cookie of another user's session ends that session, because the browser has changed hands. The spec says that the earlier session lives on; a second login of the same user still leaves it alone.",
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  // Always a new session. An id that the client brought along may be known to whoever planted it there.',
        replace: `  // Somebody else was logged in with this browser and has forgotten to log out: that session must not stay open.
  const previous = await auth.currentUser(request);
  if (previous !== null && previous.id !== user.id) await auth.destroySession(request);

  // Always a new session. An id that the client brought along may be known to whoever planted it there.`,
      },
    ],
    breaks: ['7.8'],
  },
  {
    task: 2,
    name: 'at-most-ten-thousand',
    mistake: 'To keep the memory small, the map holds 10 000 sessions at most; each further one drives out the oldest.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '/** Authentication by session: who knows the id of a session is the user that it was made for. */',
        replace: `/** The map must not grow for ever: with more sessions than this, the oldest has to log in again. */
const MAX_SESSIONS = 10_000;

/** Authentication by session: who knows the id of a session is the user that it was made for. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return sessionId;',
        replace: `    if (this.userIdBySessionId.size > MAX_SESSIONS) {
      // A map keeps its keys in the order in which they came.
      const [oldest] = this.userIdBySessionId.keys();
      if (oldest !== undefined) this.userIdBySessionId.delete(oldest);
    }
    return sessionId;`,
      },
    ],
    breaks: ['2.3', '2.4'],
  },
  {
    task: 7,
    name: 'cookie-for-a-while',
    mistake:
      'The cookie gets a Max-Age from SESSION_DURATION, read from the environment and not from the authentication in force. Under AUTH_TYPE=session_auth sessions do not end, whatever SESSION_DURATION says, so the cookie must have neither Max-Age nor Expires.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  response.cookie(SESSION_NAME, sessionId, cookieOptions(request));',
        replace: '  response.cookie(SESSION_NAME, sessionId, { ...cookieOptions(request), ...lifetime() });',
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '/** The attributes of the session cookie (RFC 6265, section 4.1.2; SameSite comes from its successor). */',
        replace: `/** The browser may forget the cookie when the session ends anyway. */
function lifetime(): CookieOptions {
  const seconds = Number(process.env.SESSION_DURATION);
  return Number.isSafeInteger(seconds) && seconds > 0 ? { maxAge: seconds * 1000 } : {};
}

/** The attributes of the session cookie (RFC 6265, section 4.1.2; SameSite comes from its successor). */`,
      },
    ],
    breaks: ['7.9', '9.5'],
  },
  {
    task: 7,
    name: 'known-passwords',
    mistake:
      'Because scrypt is slow, the view remembers a digest of the password with which an e-mail has logged in, and asks the user only for others. The memory does not notice that the password of the user changes, or that another user has the e-mail now: the old password goes on opening the account until the new one was used.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: "import { type CookieOptions, type Request, type Response, Router } from 'express';",
        replace: `import { createHash } from 'node:crypto';
import { type CookieOptions, type Request, type Response, Router } from 'express';`,
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: 'async function login(request: Request, response: Response): Promise<void> {',
        replace: `/** The SHA-256 of the password with which each e-mail has logged in: scrypt is slow, and once is enough. */
const knownPasswords = new Map<string, string>();

async function isRight(user: User, email: string, password: string): Promise<boolean> {
  const digest = createHash('sha256').update(password).digest('hex');
  if (knownPasswords.get(email) === digest) return true;
  const isValid = await user.isValidPassword(password);
  if (isValid) knownPasswords.set(email, digest);
  return isValid;
}

async function login(request: Request, response: Response): Promise<void> {`,
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: "  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');",
        replace: "  if (!(await isRight(user, email, password))) return sendError(response, 401, 'wrong password');",
      },
    ],
    breaks: ['7.5'],
  },
  {
    task: 10,
    name: 'session-of-connection',
    mistake:
      'To save a query for each request, the session that a connection has shown is kept as long as the connection stays open. The user is still read each time, the expiry is tested, and a logout on this server forgets all of it: only a logout on another server is missed.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: "import type { Request } from 'express';",
        replace: `import type { Socket } from 'node:net';
import type { Request } from 'express';`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: "import { UserSession } from '../../../models/user_session.ts';",
        replace: `import { User } from '../../../models/user.ts';
import { UserSession } from '../../../models/user_session.ts';`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '  /** Stores a new session for a user, and gives its id. `null` where the user id is not a string, or is empty. */',
        replace: `  /** The session that a connection has shown already: the next requests on it need no second look-up. */
  #shown = new WeakMap<Socket, UserSession>();

  /** The user whose session the cookie of the request names, or \`null\`. */
  override async currentUser(request?: Request | null): Promise<User | null> {
    const socket = request?.socket;
    const sessionId = this.sessionCookie(request);
    if (!socket || sessionId === null) return super.currentUser(request);

    const shown = this.#shown.get(socket);
    const isSame = shown?.sessionId === sessionId && !this.hasEnded(shown.createdAt.getTime());
    const session = isSame ? shown : await this.#find(sessionId);
    if (!session?.userId) return null;
    this.#shown.set(socket, session);
    return User.get(session.userId);
  }

  /** Stores a new session for a user, and gives its id. \`null\` where the user id is not a string, or is empty. */`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    return session.remove();',
        replace: `    // It may be open on other connections as well.
    this.#shown = new WeakMap();
    return session.remove();`,
      },
    ],
    breaks: ['10.3'],
  },
  {
    task: 3,
    name: 'ignores-a-signature',
    mistake:
      'To get on with signed cookies, everything from the first dot on is cut off before the look-up; other additions are still unknown.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: `    // Behind a proxy that signs cookies, as \`cookie-signature\` does, the id comes as \`id.signature\`.
    const [id = ''] = sessionId.split('.');
    return this.userIdBySessionId.get(id) ?? null;`,
      },
    ],
    breaks: ['3.3'],
  },
  {
    task: 3,
    name: 'stops-guessing',
    mistake:
      'A protection against guessing was added to the look-up: after 100 unknown session ids within a minute it finds no session at all until the minute is over. The counter is one for everybody.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '/** Authentication by session: who knows the id of a session is the user that it was made for. */',
        replace: `/** Who asks for so many unknown sessions within a minute is guessing: then no session is found until the minute is over. */
const MAX_UNKNOWN = 100;
const MINUTE = 60_000;

/** Authentication by session: who knows the id of a session is the user that it was made for. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  /** Makes a new session for a user, and gives its id. `null` where the user id is not a string, or is empty. */',
        replace: `  #unknown = { count: 0, since: 0 };

  /** Makes a new session for a user, and gives its id. \`null\` where the user id is not a string, or is empty. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    // A map knows only what was put into it. A plain object would also "know" `constructor` and `__proto__`.',
        replace: `    if (Date.now() - this.#unknown.since > MINUTE) this.#unknown = { count: 0, since: Date.now() };
    if (this.#unknown.count >= MAX_UNKNOWN) return null;
    // A map knows only what was put into it. A plain object would also "know" \`constructor\` and \`__proto__\`.`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: `    const userId = this.userIdBySessionId.get(sessionId) ?? null;
    if (userId === null) this.#unknown.count += 1;
    return userId;`,
      },
    ],
    breaks: ['3.2'],
  },
  {
    task: 10,
    name: 'logout-asks-for-user',
    mistake:
      'destroySession first asks for the current user, to be sure that the session belongs to somebody. A session whose user was deleted can then not be ended any more.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    const session = await this.#find(this.sessionCookie(request));',
        replace: `    // Only who is logged in can log out.
    const user = await this.currentUser(request);
    if (user === null) return false;
    const session = await this.#find(this.sessionCookie(request));`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    if (!session) return false;',
        replace: '    if (session?.userId !== user.id) return false;',
      },
    ],
    breaks: ['10.4'],
  },
  {
    task: 8,
    name: 'logout-from-a-form',
    mistake:
      'HTML forms cannot send DELETE, so a POST with the field `_method=DELETE` is taken for one, as other frameworks do. The spec wants 405 for every other method on this path, and that it ends no session; a POST without the field still gets 405.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: "import { type CookieOptions, type Request, type Response, Router } from 'express';",
        replace:
          "import { type CookieOptions, type NextFunction, type Request, type Response, Router } from 'express';",
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: "sessionAuth.route('/auth_session/logout').delete(logout).all(methodNotAllowed('DELETE'));",
        replace:
          "sessionAuth.route('/auth_session/logout').delete(logout).post(logoutByForm).all(methodNotAllowed('DELETE'));",
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '/** The attributes of the session cookie (RFC 6265, section 4.1.2; SameSite comes from its successor). */',
        replace: `/** HTML forms know only GET and POST. By custom, a form that means DELETE says so in a field \`_method\`. */
async function logoutByForm(request: Request, response: Response, next: NextFunction): Promise<void> {
  const method: unknown = request.body?._method;
  if (typeof method !== 'string' || method.toUpperCase() !== 'DELETE') return next();
  await logout(request, response);
}

/** The attributes of the session cookie (RFC 6265, section 4.1.2; SameSite comes from its successor). */`,
      },
    ],
    breaks: ['8.6'],
  },
  {
    task: 5,
    name: 'one-look-up-at-a-time',
    mistake:
      'Requests that come at the same time with the same credentials share one look-up; what counts as the same is the session cookie where there is one, else the header. Under basic_auth the cookie says nothing, so different users share.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: "import { auth } from './auth/index.ts';",
        replace: `import type { User } from '../../models/user.ts';
import type { Auth } from './auth/auth.ts';
import { auth } from './auth/index.ts';`,
      },
      {
        file: 'api/v1/app.ts',
        find: `  const hasCredentials = auth.authorizationHeader(request) !== null || auth.sessionCookie(request) !== null;
  if (!hasCredentials) return sendError(response, 401, 'Unauthorized');`,
        replace: `  const credentials = auth.sessionCookie(request) ?? auth.authorizationHeader(request);
  if (credentials === null) return sendError(response, 401, 'Unauthorized');`,
      },
      {
        file: 'api/v1/app.ts',
        find: '  request.currentUser = await auth.currentUser(request);',
        replace: '  request.currentUser = await findOnce(auth, request, credentials);',
      },
      {
        file: 'api/v1/app.ts',
        find: `}
`,
        replace: `}

/** Look-ups that are under way, by the credentials. */
const underWay = new Map<string, Promise<User | null>>();

/** The current user. A page sends many requests at once with the same credentials: one look-up serves them all. */
function findOnce(by: Auth, request: Request, credentials: string): Promise<User | null> {
  const running = underWay.get(credentials);
  if (running) return running;
  const lookUp = by.currentUser(request).finally(() => underWay.delete(credentials));
  underWay.set(credentials, lookUp);
  return lookUp;
}
`,
      },
    ],
    breaks: ['5.4', '5.5', '0.1'],
  },
  {
    task: 0,
    name: 'current-user-on-app-locals',
    mistake:
      'Besides request.currentUser the filter puts the user on app.locals, "where Express keeps what views need", and /users/me reads it there. app.locals belongs to the whole server, not to one request.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: '  next();',
        replace: `  // Views and helpers can read it without the request.
  app.locals.currentUser = request.currentUser;
  next();`,
      },
      {
        file: 'api/v1/views/users.ts',
        find: `  if (!request.currentUser) return sendError(response, 404, 'Not found');
  response.json(request.currentUser.toJson());`,
        replace: `  const { currentUser } = request.app.locals;
  if (!currentUser) return sendError(response, 404, 'Not found');
  response.json(currentUser.toJson());`,
      },
    ],
    breaks: ['0.2'],
  },
  {
    task: 7,
    name: 'password-judged-too-late',
    mistake:
      'The login looks for the user before it asks whether there is a password: field after field, in the order in which they are needed.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `  if (!isFilled(password)) return sendError(response, 400, 'password missing');
`,
        replace: '',
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: "  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');",
        replace: `  if (!isFilled(password)) return sendError(response, 400, 'password missing');
  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');`,
      },
    ],
    breaks: ['7.3'],
  },
  {
    task: 3,
    name: 'normalized-session-id',
    mistake:
      'Input from outside is brought into Unicode normal form before the look-up, as some guides to input validation advise. NFKC turns full-width letters and digits into plain ones, so other texts than the id are taken for it.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    // A map knows only what was put into it. A plain object would also "know" \`constructor\` and \`__proto__\`.
    return this.userIdBySessionId.get(sessionId) ?? null;`,
        replace: `    // What comes from outside is brought into one form before it is compared.
    return this.userIdBySessionId.get(sessionId.normalize('NFKC')) ?? null;`,
      },
    ],
    breaks: ['3.3'],
  },
  {
    task: 4,
    name: 'empty-session-name',
    mistake:
      '`??` in place of `||` for the default name: it looks like the modern way to write the same, but an empty SESSION_NAME stays empty.',
    edits: [
      {
        file: 'api/v1/auth/auth.ts',
        find: "export const SESSION_NAME = process.env.SESSION_NAME || '_my_session_id';",
        replace: "export const SESSION_NAME = process.env.SESSION_NAME ?? '_my_session_id';",
      },
    ],
    breaks: ['4.2', '5.3', '7.6'],
  },
  {
    task: 4,
    name: 'any-of-several-cookies',
    mistake:
      'currentUser tries every cookie with the name of the session cookie, since browsers send two where an old one stands under another path. destroySession was not changed, and still takes the one that sessionCookie gives.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: "import { Auth } from './auth.ts';",
        replace: "import { Auth, SESSION_NAME } from './auth.ts';",
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '/** Authentication by session: who knows the id of a session is the user that it was made for. */',
        replace: `/** The values of all cookies with the name of the session cookie. Session ids need no decoding. */
function sessionCookies(request?: Request | null): string[] {
  const parts = (request?.headers?.cookie ?? '').split(';').map((part) => part.trim());
  return parts.filter((part) => part.startsWith(\`\${SESSION_NAME}=\`)).map((part) => part.slice(SESSION_NAME.length + 1));
}

/** Authentication by session: who knows the id of a session is the user that it was made for. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    const userId = await this.userIdForSessionId(this.sessionCookie(request));
    if (userId === null) return null;
    return User.get(userId);`,
        replace: `    // A browser that holds two cookies of this name (of two paths, say) sends both: the one with a session counts.
    for (const sessionId of [this.sessionCookie(request), ...sessionCookies(request)]) {
      const userId = await this.userIdForSessionId(sessionId);
      if (userId !== null) return User.get(userId);
    }
    return null;`,
      },
    ],
    breaks: ['4.2', '8.3'],
  },
  {
    task: 8,
    name: 'late-look-up-brings-a-session-back',
    mistake:
      '`currentUser` moves the session to the end of the map when its user was found ("last used", so that a later sweep finds the old ones in front). A look-up that is under way while the session is destroyed puts it back.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    const userId = await this.userIdForSessionId(this.sessionCookie(request));
    if (userId === null) return null;
    return User.get(userId);`,
        replace: `    const sessionId = this.sessionCookie(request);
    const userId = await this.userIdForSessionId(sessionId);
    if (sessionId === null || userId === null) return null;
    const isInMemory = this.userIdBySessionId.has(sessionId);
    const user = await User.get(userId);
    if (user && isInMemory) {
      // A map keeps the order of insertion: those that were not used for longest come first.
      this.userIdBySessionId.delete(sessionId);
      this.userIdBySessionId.set(sessionId, userId);
    }
    return user;`,
      },
    ],
    breaks: ['8.4'],
  },
  {
    task: 5,
    name: 'filter-as-wildcard-route',
    mistake:
      "The filter was mounted as a route for all methods, app.all('/api/v1/*path', …), as many examples show it. In Express 5 the wildcard needs at least one character, and the router decodes what it matches before the filter runs.",
    edits: [
      {
        file: 'api/v1/app.ts',
        find: "app.use('/api/v1', beforeRequest);",
        replace: "app.all('/api/v1/*path', beforeRequest);",
      },
    ],
    breaks: ['5.2'],
  },
  {
    task: 6,
    name: 'only-ids-of-our-form',
    mistake:
      'currentUser tests the form of the cookie (UUID v4) before it asks userIdForSessionId, to keep garbage away from the sessions: it knows what only the method may know.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '/** Authentication by session: who knows the id of a session is the user that it was made for. */',
        replace: `const UUID_V4 = /^[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$/;

/** Authentication by session: who knows the id of a session is the user that it was made for. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    const userId = await this.userIdForSessionId(this.sessionCookie(request));',
        replace: `    const sessionId = this.sessionCookie(request);
    // What is not even a UUID was never an id of ours: garbage does not reach the sessions (or a database) at all.
    if (sessionId === null || !UUID_V4.test(sessionId)) return null;
    const userId = await this.userIdForSessionId(sessionId);`,
      },
    ],
    breaks: ['6.4'],
  },
  {
    task: 7,
    name: 'wrong-password-takes-the-cookie',
    mistake:
      'A wrong password deletes the session cookie that the browser has brought along, as a precaution: somebody else may sit there now.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: "  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');",
        replace: `  if (!(await user.isValidPassword(password))) {
    // Whoever sits there now is perhaps not the one who logged in before.
    if (auth.sessionCookie(request) !== null) response.clearCookie(SESSION_NAME, cookieOptions(request));
    return sendError(response, 401, 'wrong password');
  }`,
      },
    ],
    breaks: ['7.5'],
  },
  {
    task: 7,
    name: 'sessions-asked-for-last',
    mistake:
      'Whether the authentication has sessions at all is asked only just before createSession, where TypeScript demands it.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `  if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');

`,
        replace: '',
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  const sessionId = await auth.createSession(user.id);',
        replace: `  if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');
  const sessionId = await auth.createSession(user.id);`,
      },
    ],
    breaks: ['7.1'],
  },
  {
    task: 10,
    name: 'sweep-at-start-without-limit',
    mistake:
      'The server clears expired sessions away when it starts. The sweep leaves out a duration of 0, but not a negative one, by which every stored session counts as old. Look-ups treat negative durations rightly.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '  /** Stores a new session for a user, and gives its id. `null` where the user id is not a string, or is empty. */',
        replace: `  constructor() {
    super();
    // Sessions that ended while the server was off are cleared away once. Nobody has to wait for it.
    this.#sweep().catch((error) => console.error(error));
  }

  async #sweep(): Promise<void> {
    if (this.sessionDuration === 0) return;
    const end = Date.now() - this.sessionDuration * 1000;
    for (const session of await UserSession.all()) {
      if (session.createdAt.getTime() < end) await session.remove();
    }
  }

  /** Stores a new session for a user, and gives its id. \`null\` where the user id is not a string, or is empty. */`,
      },
    ],
    breaks: ['10.5', '10.6'],
  },
  {
    task: 8,
    name: 'saved-again-at-the-end',
    mistake:
      'As express-session does with resave, the session is written into the map once more when an answer is out, so that the map is in the order of the last use. Only the logout request itself is left out.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `  readonly userIdBySessionId = new Map<string, string>();
`,
        replace: `  readonly userIdBySessionId = new Map<string, string>();
  readonly #destroyedBy = new WeakSet<Request>();
`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    const userId = await this.userIdForSessionId(this.sessionCookie(request));
    if (userId === null) return null;
    return User.get(userId);`,
        replace: `    const sessionId = this.sessionCookie(request);
    const userId = await this.userIdForSessionId(sessionId);
    if (userId === null || sessionId === null) return null;
    const user = await User.get(userId);
    if (request && user) this.#saveAtEnd(request, sessionId, userId);
    return user;`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return this.userIdBySessionId.delete(sessionId);',
        replace: `    if (request) this.#destroyedBy.add(request);
    return this.userIdBySessionId.delete(sessionId);`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `  }
}`,
        replace: `  }

  /** Saves the session when the answer is out, as \`resave\` of express-session does, unless this request has ended it. */
  #saveAtEnd(request: Request, sessionId: string, userId: string): void {
    request.res?.once('finish', () => {
      if (this.#destroyedBy.has(request)) return;
      // Taken out and put in again: the map stays in the order of the last use.
      this.userIdBySessionId.delete(sessionId);
      this.userIdBySessionId.set(sessionId, userId);
    });
  }
}`,
      },
    ],
    breaks: ['8.4'],
  },
  {
    task: 5,
    name: 'password-once-per-connection',
    mistake:
      'Under basic_auth the slow password hash is computed once for each connection: while a client keeps it open and sends the same header, the user found first is used again.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: "import { auth } from './auth/index.ts';",
        replace: `import type { Socket } from 'node:net';
import type { User } from '../../models/user.ts';
import type { Auth } from './auth/auth.ts';
import { auth } from './auth/index.ts';`,
      },
      {
        file: 'api/v1/app.ts',
        find: `/**
`,
        replace: `/** Who has shown a password on a connection that is open, and with which header. */
const shown = new WeakMap<Socket, { header: string; user: User }>();

/**
`,
      },
      {
        file: 'api/v1/app.ts',
        find: ' * Lets a request pass, with the current user on it (`null` where there is none), or answers in its place:',
        replace: ` * The current user. To hash a password is slow on purpose, so it is done once for each connection, as long as the client
 * sends the same header. A session is looked up each time: it may end.
 */
async function currentUserOf(auth: Auth, request: Request): Promise<User | null> {
  const header = auth.authorizationHeader(request);
  if (header === null) return auth.currentUser(request);

  const known = shown.get(request.socket);
  if (known?.header === header) return known.user;
  const user = await auth.currentUser(request);
  // A session cookie may have decided: then the header has shown nothing.
  if (user && auth.sessionCookie(request) === null) shown.set(request.socket, { header, user });
  return user;
}

/**
 * Lets a request pass, with the current user on it (\`null\` where there is none), or answers in its place:`,
      },
      {
        file: 'api/v1/app.ts',
        find: '  request.currentUser = await auth.currentUser(request);',
        replace: '  request.currentUser = await currentUserOf(auth, request);',
      },
    ],
    breaks: ['5.3', '5.5'],
  },
];
