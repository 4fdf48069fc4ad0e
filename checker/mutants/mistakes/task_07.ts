// Data, an entry for each mistake: that is why this file is long.

import type { Mistake } from '../mistake.ts';

const LOGIN = 'api/v1/views/session_auth.ts';
const EMAIL_MISSING = `if (!isFilled(email)) return sendError(response, 400, 'email missing');`;
const PASSWORD_MISSING = `if (!isFilled(password)) return sendError(response, 400, 'password missing');`;
const WRONG_PASSWORD = `sendError(response, 401, 'wrong password');`;
const FIELDS = 'const { email, password } = request.body ?? {};';
const CREATE = 'const sessionId = await auth.createSession(user.id);';
const SET_COOKIE = 'response.cookie(SESSION_NAME, sessionId,';

export const task07: Mistake[] = [
  {
    task: 7,
    name: 'empty-strings-go-on',
    mistake: 'Only `undefined` is tested: the empty string goes on to the database.',
    edits: [
      { file: LOGIN, find: 'if (!isFilled(email))', replace: 'if (email === undefined)' },
      { file: LOGIN, find: 'if (!isFilled(password))', replace: 'if (password === undefined)' },
    ],
    caughtBy: ['7.2', '7.3'],
    reason: /should answer 400, but it answers (?:404|401)/,
  },
  {
    task: 7,
    name: 'password-before-email',
    mistake: 'The password is judged before the e-mail.',
    edits: [
      { file: LOGIN, find: PASSWORD_MISSING, replace: '' },
      { file: LOGIN, find: EMAIL_MISSING, replace: `${PASSWORD_MISSING}\n  ${EMAIL_MISSING}` },
    ],
    caughtBy: ['7.2'],
    reason: /password missing/,
  },
  {
    task: 7,
    name: 'first-of-search-without-a-look',
    mistake: 'The first element of the search is taken without a look: an unknown e-mail is 500.',
    edits: [
      {
        file: LOGIN,
        find: `if (!user) return sendError(response, 404, 'no user found for this email');`,
        replace: '',
      },
      { file: LOGIN, find: 'if (!(await user.isValidPassword', replace: 'if (!(await user!.isValidPassword' },
    ],
    caughtBy: ['7.4'],
    reason: /should answer 404, but it answers 500/,
  },
  {
    task: 7,
    name: 'wrong-password-with-other-body',
    mistake: "The filter's 401 body in the place of `wrong password`.",
    edits: [{ file: LOGIN, find: WRONG_PASSWORD, replace: `sendError(response, 401, 'Unauthorized');` }],
    caughtBy: ['7.5'],
    reason: /wrong password.*Unauthorized/s,
  },
  {
    task: 7,
    name: 'wrong-password-is-404',
    mistake: 'A wrong password is 404.',
    edits: [{ file: LOGIN, find: WRONG_PASSWORD, replace: `sendError(response, 404, 'wrong password');` }],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 404/,
  },
  {
    task: 7,
    name: 'login-is-201',
    mistake: 'The login answers 201, not 200.',
    edits: [
      { file: LOGIN, find: 'response.json(user.toJson());', replace: 'response.status(201).json(user.toJson());' },
    ],
    caughtBy: ['7.6'],
    reason: /should answer 200, but it answers 201/,
  },
  {
    task: 7,
    name: 'cookie-name-fixed-at-login',
    mistake: "The login's cookie has a fixed name.",
    edits: [{ file: LOGIN, find: SET_COOKIE, replace: `response.cookie('_my_session_id', sessionId,` }],
    caughtBy: ['7.6'],
    reason: /should set the cookie/,
  },
  {
    task: 7,
    name: 'cookie-holds-user-id',
    mistake: "The user id is the cookie's value.",
    edits: [{ file: LOGIN, find: SET_COOKIE, replace: 'response.cookie(SESSION_NAME, user.id,' }],
    caughtBy: ['7.6'],
    reason: /of the value in the cookie|should answer 200, but it answers 403/,
    security: true,
  },
  {
    task: 7,
    name: 'login-reads-json',
    mistake: 'The login reads JSON, not the form.',
    edits: [
      {
        file: LOGIN,
        find: `import { isFilled } from '../body.ts';`,
        replace: `import { isFilled, jsonObject } from '../body.ts';`,
      },
      { file: LOGIN, find: FIELDS, replace: 'const { email, password } = jsonObject(request) ?? {};' },
    ],
    caughtBy: ['7.1', '7.6'],
    reason: /should answer 200, but it answers 400/,
  },
  {
    task: 7,
    name: 'login-reads-query',
    mistake: 'The login reads the query, not the form.',
    edits: [{ file: LOGIN, find: FIELDS, replace: 'const { email, password } = request.query;' }],
    caughtBy: ['7.1'],
    reason: /should answer (?:200, but it answers 400|400, but it answers 200)/,
    security: true,
  },
  {
    task: 7,
    name: 'session-auth-of-its-own',
    mistake: 'The view has a `SessionAuth` of its own, so that expiry and the database never apply.',
    edits: [
      {
        file: LOGIN,
        find: 'export const sessionAuth = Router({ caseSensitive: true });',
        replace: `export const sessionAuth = Router({ caseSensitive: true });
const sessions = new SessionAuth();`,
      },
      { file: LOGIN, find: CREATE, replace: 'const sessionId = await sessions.createSession(user.id);' },
    ],
    caughtBy: ['7.6', '7.9'],
    reason: /one `auth` in force|should answer 200, but it answers 403/,
  },
  {
    task: 7,
    name: 'logged-in-is-refused',
    mistake: 'Who is logged in already is refused.',
    edits: [
      {
        file: LOGIN,
        find: FIELDS,
        replace: `if (await auth.currentUser(request)) return sendError(response, 403, 'Forbidden');
  ${FIELDS}`,
      },
    ],
    caughtBy: ['7.8'],
    reason: /should answer 200, but it answers 403/,
  },
  {
    task: 7,
    name: 'logged-in-keeps-session',
    mistake: 'Who is logged in already goes on with the session that is there.',
    edits: [
      {
        file: LOGIN,
        find: CREATE,
        replace: `const known = await auth.userIdForSessionId(auth.sessionCookie(request));
  const sessionId = known === user.id ? auth.sessionCookie(request) : await auth.createSession(user.id);`,
      },
    ],
    caughtBy: ['7.8'],
    reason: /the client brought along/,
    security: true,
  },
  {
    task: 7,
    name: 'client-id-adopted',
    mistake: 'The session id that the client brings along is adopted (session fixation).',
    edits: [
      {
        file: LOGIN,
        find: CREATE,
        replace: `const sessionId = auth.sessionCookie(request) ?? (await auth.createSession(user.id));
  if (sessionId) auth.userIdBySessionId.set(sessionId, user.id);`,
      },
    ],
    caughtBy: ['7.8'],
    reason: /the client brought along/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-without-http-only',
    mistake: 'The cookie is not `HttpOnly`.',
    edits: [{ file: LOGIN, find: 'httpOnly: true,', replace: '' }],
    caughtBy: ['7.7'],
    reason: /HttpOnly/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-without-same-site',
    mistake: 'The cookie has no `SameSite`.',
    edits: [{ file: LOGIN, find: `sameSite: 'lax',`, replace: '' }],
    caughtBy: ['7.7'],
    reason: /SameSite/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-bound-to-login-path',
    mistake: 'The cookie is bound to the login path.',
    edits: [{ file: LOGIN, find: `path: '/',`, replace: `path: '/api/v1/auth_session/login',` }],
    caughtBy: ['7.7'],
    reason: /`Path`.*auth_session\/login/,
  },
];
