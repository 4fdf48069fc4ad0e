// Data, one entry for each fault: that is why this file is longer than others.
import type { Fault } from './faults.ts';

/** Written from the specs alone, and judged once before anybody of ours had seen them: QUALITY.md says what came of it. */
export const faultsOfTasks0To5: Fault[] = [
  {
    task: 0,
    name: 'me-route-answers-405',
    mistake:
      '`/users/me` is a route of its own that answers 405 for every method but GET and HEAD, so PUT and DELETE never reach `/users/:id`.',
    edits: [
      {
        file: 'api/v1/views/users.ts',
        find: `users.get('/users/me', showCurrent);`,
        replace: `users.route('/users/me').get(showCurrent).all(methodNotAllowed('GET', 'HEAD'));`,
      },
    ],
    breaks: ['0.4'],
  },
  {
    task: 0,
    name: 'put-checks-body-before-user',
    mistake:
      'PUT /users/:id validates the body before it looks for the user. For a user that does not exist, a missing or wrong body is 400 instead of 404.',
    edits: [
      {
        file: 'api/v1/views/users.ts',
        find: 'async function change(request: RequestWithId, response: Response): Promise<void> {',
        replace: `async function change(request: RequestWithId, response: Response): Promise<void> {
  // A body that is wrong anyway needs no query.
  const body = jsonObject(request);
  if (!body || !hasValidNames(body)) return sendError(response, 400, 'Wrong format');`,
      },
      {
        file: 'api/v1/views/users.ts',
        find: `  if (!user) return sendError(response, 404, 'Not found');
  const body = jsonObject(request);
  if (!body || !hasValidNames(body)) return sendError(response, 400, 'Wrong format');`,
        replace: `  if (!user) return sendError(response, 404, 'Not found');`,
      },
    ],
    breaks: ['0.4'],
  },
  {
    task: 0,
    name: 'me-500-without-auth',
    mistake: 'The route takes it for granted that there is a current user and calls `toJson()` on null.',
    edits: [
      {
        file: 'api/v1/views/users.ts',
        find: `  if (!request.currentUser) return sendError(response, 404, 'Not found');
  response.json(request.currentUser.toJson());`,
        replace: `  // The filter has let the request pass, so there is a user.
  response.json((request.currentUser as User).toJson());`,
      },
    ],
    breaks: ['0.3'],
  },
  {
    task: 0,
    name: 'me-leaks-password-hash',
    mistake:
      '`GET /users/me` sends the User object itself instead of its `toJson()`: the keys are in camel case, and `passwordHash` is among them.',
    edits: [
      {
        file: 'api/v1/views/users.ts',
        find: '  response.json(request.currentUser.toJson());',
        replace: '  response.json(request.currentUser);',
      },
    ],
    breaks: ['0.2', '0.5'],
  },
  {
    task: 1,
    name: 'basic-counts-under-session-auth',
    mistake:
      'SessionAuth extends BasicAuth (and so Auth only through it). Where a request brings no session cookie it falls back to the inherited `currentUser`, which accepts e-mail and password.',
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
    if (sessionId === null) return super.currentUser(request);
    const userId = await this.userIdForSessionId(sessionId);`,
      },
    ],
    breaks: ['1.3'],
  },
  {
    task: 1,
    name: 'auth-type-inherited-name',
    mistake:
      'The table of kinds is a plain object and is read with `kinds[name]`. Names that every object inherits are found in it: `constructor` gives `new Object()` as the auth.',
    edits: [
      {
        file: 'api/v1/auth/index.ts',
        find: `const kinds = new Map<string, new () => Auth>([
  ['auth', Auth],
  ['basic_auth', BasicAuth],
  ['session_auth', SessionAuth],
  ['session_exp_auth', SessionExpAuth],
  ['session_db_auth', SessionDBAuth],
]);`,
        replace: `const kinds: Record<string, new () => Auth> = {
  auth: Auth,
  basic_auth: BasicAuth,
  session_auth: SessionAuth,
  session_exp_auth: SessionExpAuth,
  session_db_auth: SessionDBAuth,
};`,
      },
      {
        file: 'api/v1/auth/index.ts',
        find: `  const Kind = kinds.get(name);
  if (Kind) return new Kind();
  throw new ConfigurationError(\`AUTH_TYPE is "\${name}", but must be one of: \${[...kinds.keys()].join(', ')}.\`);`,
        replace: `  const Kind = kinds[name];
  if (Kind) return new Kind();
  throw new ConfigurationError(\`AUTH_TYPE is "\${name}", but must be one of: \${Object.keys(kinds).join(', ')}.\`);`,
      },
    ],
    breaks: ['1.2'],
  },
  {
    task: 2,
    name: 'instances-share-one-map',
    mistake: 'The map is made once for the module, and every instance has a reference to this one map.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `
/** Authentication by session: who knows the id of a session is the user that it was made for. */`,
        replace: `
/** All sessions of this server. */
const sessions = new Map<string, string>();

/** Authentication by session: who knows the id of a session is the user that it was made for. */`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '  readonly userIdBySessionId = new Map<string, string>();',
        replace: '  readonly userIdBySessionId = sessions;',
      },
    ],
    breaks: ['2.1'],
  },
  {
    task: 2,
    name: 'id-from-user-and-time',
    mistake:
      'The session id is a SHA-256 of user id and time in milliseconds, cut into the form of a UUID v4. Two calls for one user in the same millisecond give the same id.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `import { randomUUID } from 'node:crypto';`,
        replace: `import { createHash } from 'node:crypto';`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `import { Auth } from './auth.ts';`,
        replace: `import { Auth } from './auth.ts';

/** A session id in the form of a UUID v4. The hash cannot be turned back, so it does not show the user id. */
function newSessionId(userId: string): string {
  const hex = createHash('sha256').update(\`\${userId}:\${Date.now()}\`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return \`\${hex.slice(0, 8)}-\${hex.slice(8, 12)}-4\${hex.slice(13, 16)}-\${variant}\${hex.slice(17, 20)}-\${hex.slice(20, 32)}\`;
}`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    // The id is all that it takes to be the user, so nobody may guess it: it comes from a cryptographic generator.
    const sessionId = randomUUID();`,
        replace: '    const sessionId = newSessionId(userId);',
      },
    ],
    breaks: ['2.4'],
  },
  {
    task: 2,
    name: 'one-session-per-user',
    mistake: '`createSession` deletes the earlier sessions of the user before it stores the new one.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    const sessionId = randomUUID();',
        replace: `    const sessionId = randomUUID();
    // A new login ends the old one.
    for (const [oldId, owner] of this.userIdBySessionId) {
      if (owner === userId) this.userIdBySessionId.delete(oldId);
    }`,
      },
    ],
    breaks: ['2.4'],
  },
  {
    task: 3,
    name: 'session-id-turned-into-text',
    mistake:
      'Only missing values are refused. Everything else is turned into text with `String()`, so a list that holds a valid id, or an object whose toString gives one, is found; an object without toString throws.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    if (typeof sessionId !== 'string') return null;
    // A map knows only what was put into it. A plain object would also "know" \`constructor\` and \`__proto__\`.
    return this.userIdBySessionId.get(sessionId) ?? null;`,
        replace: `    if (sessionId === undefined || sessionId === null) return null;
    // A map knows only what was put into it. A plain object would also "know" \`constructor\` and \`__proto__\`.
    return this.userIdBySessionId.get(String(sessionId)) ?? null;`,
      },
    ],
    breaks: ['3.1'],
  },
  {
    task: 3,
    name: 'undefined-for-unknown-session',
    mistake: '`userIdForSessionId` gives on what `Map.get` gives: `undefined` for an unknown id.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: '    return this.userIdBySessionId.get(sessionId) as string;',
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    if (userId === null) return null;',
        replace: '    if (!userId) return null;',
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '    if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;',
        replace: '    if (sessionId === null || !(await this.userIdForSessionId(sessionId))) return false;',
      },
    ],
    breaks: ['3.3'],
  },
  {
    task: 3,
    name: 'constant-time-search-throws',
    mistake:
      'The look-up compares the id with every known one by `timingSafeEqual`, after a test that both have the same number of characters. A text of 36 characters with one outside ASCII has more bytes, and `timingSafeEqual` throws for buffers of different length.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `import { randomUUID } from 'node:crypto';`,
        replace: `import { randomUUID, timingSafeEqual } from 'node:crypto';`,
      },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    // A map knows only what was put into it. A plain object would also "know" \`constructor\` and \`__proto__\`.
    return this.userIdBySessionId.get(sessionId) ?? null;`,
        replace: `    // Compared in constant time: the duration must not tell how much of a guess is right.
    for (const [known, userId] of this.userIdBySessionId) {
      if (known.length === sessionId.length && timingSafeEqual(Buffer.from(known), Buffer.from(sessionId))) return userId;
    }
    return null;`,
      },
    ],
    breaks: ['3.3'],
  },
  {
    task: 4,
    name: 'cookie-decoded-twice',
    mistake:
      'cookie-parser has decoded the value already; `sessionCookie` decodes it once more. A value that has a percent sign in it after decoding is changed.',
    edits: [
      {
        file: 'api/v1/auth/auth.ts',
        find: `    return typeof value === 'string' ? value : null;`,
        replace: `    return typeof value === 'string' ? decode(value) : null;`,
      },
      {
        file: 'api/v1/auth/auth.ts',
        find: `
function withFinalSlash(path: string): string {`,
        replace: `
/** Percent-encoding decoded. A text with a broken encoding stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withFinalSlash(path: string): string {`,
      },
    ],
    breaks: ['4.2'],
  },
  {
    task: 4,
    name: 'session-name-in-lower-case',
    mistake:
      'The name from the environment is trimmed and put into lower case. Names of cookies are case sensitive, so another cookie is read (and set at login).',
    edits: [
      {
        file: 'api/v1/auth/auth.ts',
        find: `export const SESSION_NAME = process.env.SESSION_NAME || '_my_session_id';`,
        replace: `export const SESSION_NAME = process.env.SESSION_NAME?.trim().toLowerCase() || '_my_session_id';`,
      },
    ],
    breaks: ['4.2', '4.3'],
  },
  {
    task: 4,
    name: 'json-cookie-gives-object',
    mistake: '`sessionCookie` gives whatever cookie-parser made of the value, without a test of its type.',
    edits: [
      {
        file: 'api/v1/auth/auth.ts',
        find: `    const value = cookies[SESSION_NAME];
    // cookie-parser turns a value like \`j:{"a":1}\` into an object: that is no session id.
    return typeof value === 'string' ? value : null;`,
        replace: '    return cookies[SESSION_NAME] as string;',
      },
    ],
    breaks: ['4.4'],
  },
  {
    task: 5,
    name: 'old-cookie-closes-login',
    mistake:
      'The filter judges credentials wherever a request brings some, and asks whether the path needs authentication only for requests without any. So wrong credentials close the excluded paths.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: '  if (!auth?.requireAuth(request.baseUrl + request.path, excludedPaths)) return next();',
        replace: '  if (!auth) return next();',
      },
      {
        file: 'api/v1/app.ts',
        find: `  if (!hasCredentials) return sendError(response, 401, 'Unauthorized');`,
        replace: `  if (!hasCredentials) {
    if (!auth.requireAuth(request.baseUrl + request.path, excludedPaths)) return next();
    return sendError(response, 401, 'Unauthorized');
  }`,
      },
    ],
    breaks: ['5.1'],
  },
  {
    task: 5,
    name: 'unknown-session-is-401',
    mistake:
      'Where only a session cookie came, and its session is unknown, the filter answers 401 ("log in again") instead of 403.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: `  if (request.currentUser === null) return sendError(response, 403, 'Forbidden');`,
        replace: `  if (request.currentUser === null) {
    // A session that is over: the client has to log in again.
    if (auth.authorizationHeader(request) === null) return sendError(response, 401, 'Unauthorized');
    return sendError(response, 403, 'Forbidden');
  }`,
      },
    ],
    breaks: ['5.3'],
  },
  {
    task: 5,
    name: 'form-is-read-before-the-filter',
    mistake:
      'The parser of forms is mounted before the filter ("login needs it"), the parser of JSON after it. Strangers can make the server read and parse forms, and its errors come before 401 and 403.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: 'app.use(cookieParser());',
        replace: `app.use(cookieParser());
// The form of the login must be parsed before anybody is turned away.
app.use(express.urlencoded({ extended: false, limit: '100kb' }));`,
      },
      {
        file: 'api/v1/app.ts',
        find: `app.use(express.json({ limit: '100kb' }));
app.use(express.urlencoded({ extended: false, limit: '100kb' }));`,
        replace: `app.use(express.json({ limit: '100kb' }));`,
      },
    ],
    breaks: ['5.2'],
  },
  {
    task: 5,
    name: 'filter-remembers-basic-users',
    mistake:
      'Because a password check is slow, the filter keeps the user of each right Basic header in a Map and never forgets one. A deleted user still passes, and a changed one is shown as he was.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: `import express, { type NextFunction, type Request, type Response } from 'express';`,
        replace: `import express, { type NextFunction, type Request, type Response } from 'express';
import type { User } from '../../models/user.ts';
import { BasicAuth } from './auth/basic_auth.ts';`,
      },
      {
        file: 'api/v1/app.ts',
        find: `const excludedPaths = ['/api/v1/status/', '/api/v1/unauthorized/', '/api/v1/forbidden/', '/api/v1/auth_session/login/'];`,
        replace: `const excludedPaths = ['/api/v1/status/', '/api/v1/unauthorized/', '/api/v1/forbidden/', '/api/v1/auth_session/login/'];

/** Who has shown a right password already, by the header: to hash it again for each request is slow. */
const userByHeader = new Map<string, User>();`,
      },
      {
        file: 'api/v1/app.ts',
        find: `  request.currentUser = await auth.currentUser(request);
  if (request.currentUser === null) return sendError(response, 403, 'Forbidden');`,
        replace: `  const header = auth.authorizationHeader(request) ?? '';
  request.currentUser = userByHeader.get(header) ?? (await auth.currentUser(request));
  if (request.currentUser === null) return sendError(response, 403, 'Forbidden');
  if (auth instanceof BasicAuth) userByHeader.set(header, request.currentUser);`,
      },
    ],
    breaks: ['5.3', '5.5', '0.1', '0.2'],
  },
  {
    task: 5,
    name: 'current-user-in-module-variable',
    mistake:
      'The filter finds the current user in a helper that writes to a variable of the module, and copies it to the request one await later. Where look-ups of several requests end in the same turn of the event loop, a request gets the user of another.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: `import express, { type NextFunction, type Request, type Response } from 'express';`,
        replace: `import express, { type NextFunction, type Request, type Response } from 'express';
import type { User } from '../../models/user.ts';`,
      },
      {
        file: 'api/v1/app.ts',
        find: `const excludedPaths = ['/api/v1/status/', '/api/v1/unauthorized/', '/api/v1/forbidden/', '/api/v1/auth_session/login/'];`,
        replace: `const excludedPaths = ['/api/v1/status/', '/api/v1/unauthorized/', '/api/v1/forbidden/', '/api/v1/auth_session/login/'];

/** Who sends the request. */
let currentUser: User | null = null;`,
      },
      {
        file: 'api/v1/app.ts',
        find: `  request.currentUser = await auth.currentUser(request);
  if (request.currentUser === null) return sendError(response, 403, 'Forbidden');`,
        replace: `  await identify(request);
  if (currentUser === null) return sendError(response, 403, 'Forbidden');
  request.currentUser = currentUser;`,
      },
      {
        file: 'api/v1/app.ts',
        find: `}
`,
        replace: `}

async function identify(request: Request): Promise<void> {
  currentUser = (await auth?.currentUser(request)) ?? null;
}
`,
      },
    ],
    breaks: ['5.4', '0.1', '6.3'],
  },
];
