// Data, one entry for each mistake: that is why this file is longer than others.
import type { Edit, Mistake } from '../mistake.ts';

const LOGIN = 'api/v1/views/session_auth.ts';
const NO_SESSIONS = `async function login(request: Request, response: Response): Promise<void> {
  if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');
`;
const FIELDS = 'const { email, password } = request.body ?? {};';
const SEARCH = 'const [user] = await User.search({ email });';
const NO_USER = `if (!user) return sendError(response, 404, 'no user found for this email');`;
const WRONG_PASSWORD = `if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');`;
const CREATE = 'const sessionId = await auth.createSession(user.id);';
const SET_COOKIE = 'response.cookie(SESSION_NAME, sessionId, cookieOptions(request));';
const ANSWER = 'response.json(user.toJson());';
const ROUTE = `.post(login).all(methodNotAllowed('POST'))`;

/** Puts other attributes in the place of one line of the cookie's. */
function attribute(find: string, replace: string): Edit[] {
  return [{ file: LOGIN, find, replace }];
}

const nestedFields: Edit = { file: 'api/v1/app.ts', find: 'extended: false', replace: 'extended: true' };

export const moreOfTask07: Mistake[] = [
  {
    task: 7,
    name: 'wrong-method-first',
    mistake: '405 stands before `POST`, and answers every method.',
    edits: [{ file: LOGIN, find: ROUTE, replace: `.all(methodNotAllowed('POST')).post(login)` }],
    caughtBy: ['7.1'],
    reason: /POST \S+ should answer 200, but it answers 405/,
  },
  {
    task: 7,
    name: 'sessions-taken-for-granted',
    mistake: 'The auth in force is taken for one with sessions: under `basic_auth` the login is 500.',
    edits: [
      { file: LOGIN, find: NO_SESSIONS, replace: NO_SESSIONS.split('\n')[0] as string },
      { file: LOGIN, find: CREATE, replace: 'const sessionId = await (auth as SessionAuth).createSession(user.id);' },
    ],
    caughtBy: ['7.1'],
    reason: /should answer 404, but it answers 500/,
  },
  {
    task: 7,
    name: 'first-of-fields',
    mistake: 'Of a field that was sent twice, the first one counts.',
    edits: [
      {
        file: LOGIN,
        find: FIELDS,
        replace: `const [email, password] = [[request.body?.email].flat()[0], [request.body?.password].flat()[0]];`,
      },
    ],
    caughtBy: ['7.2', '7.3'],
    reason: /should answer 400, but it answers (?:200|401|404)/,
  },
  {
    task: 7,
    name: 'compared-loosely',
    mistake: 'Nested fields are parsed, and e-mails compared with `==`: a list with the e-mail in it is the e-mail.',
    edits: [
      nestedFields,
      { file: LOGIN, find: 'if (!isFilled(email))', replace: 'if (!email)' },
      { file: LOGIN, find: SEARCH, replace: 'const user = (await User.all()).find((one) => one.email == email);' },
    ],
    caughtBy: ['7.2'],
    reason: /should answer 400, but it answers (?:200|404)/,
    security: true,
  },
  {
    task: 7,
    name: 'e-mail-trimmed',
    mistake: 'The e-mail is trimmed.',
    edits: [{ file: LOGIN, find: SEARCH, replace: SEARCH.replace('{ email }', '{ email: email.trim() }') }],
    caughtBy: ['7.4'],
    reason: /should answer 404, but it answers 200[\s\S]*The e-mail was ` /,
  },
  {
    task: 7,
    name: 'e-mail-in-any-case',
    mistake: 'Capital letters in the e-mail do not count.',
    edits: [{ file: LOGIN, find: SEARCH, replace: SEARCH.replace('{ email }', '{ email: email.toLowerCase() }') }],
    caughtBy: ['7.4'],
    reason: /should answer 404, but it answers 200[\s\S]*The e-mail was `[A-Z]/,
  },
  {
    task: 7,
    name: 'e-mail-by-beginning',
    mistake: 'The beginning of an e-mail is enough to find the user.',
    edits: [
      {
        file: LOGIN,
        find: SEARCH,
        replace: 'const user = (await User.all()).find((one) => one.email?.startsWith(email));',
      },
    ],
    caughtBy: ['7.4'],
    reason: /should answer 404, but it answers 200/,
    security: true,
  },
  {
    task: 7,
    name: 'unknown-e-mail-is-wrong-password',
    mistake: 'An unknown e-mail gets the answer of a wrong password, which the API has not promised.',
    edits: [{ file: LOGIN, find: NO_USER, replace: `if (!user) return sendError(response, 401, 'wrong password');` }],
    caughtBy: ['7.4'],
    reason: /should answer 404, but it answers 401/,
  },
  {
    task: 7,
    name: 'no-user-in-other-words',
    mistake: 'The sentence for an unknown e-mail is another one.',
    edits: [{ file: LOGIN, find: NO_USER, replace: NO_USER.replace('no user found for this email', 'User not found') }],
    caughtBy: ['7.4'],
    reason: /no user found for this email[\s\S]*User not found/,
  },
  {
    task: 7,
    name: 'no-password-is-told',
    mistake: 'A user without a password gets an answer of its own: it tells which accounts are not set up yet.',
    edits: [
      {
        file: LOGIN,
        find: WRONG_PASSWORD,
        replace: `if (user.passwordHash === null) return sendError(response, 403, 'no password set');\n  ${WRONG_PASSWORD}`,
      },
    ],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 403/,
    security: true,
  },
  {
    task: 7,
    name: 'no-password-needs-none',
    mistake: 'For a user without a password every password is right.',
    edits: [
      {
        file: LOGIN,
        find: 'if (!(await user.isValidPassword(password)))',
        replace: 'if (user.passwordHash !== null && !(await user.isValidPassword(password)))',
      },
    ],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 200/,
    security: true,
  },
  {
    task: 7,
    name: 'password-not-awaited',
    mistake: 'The judgement of the password is not awaited: a promise is always true, and every password is right.',
    edits: [
      {
        file: LOGIN,
        find: 'if (!(await user.isValidPassword(password)))',
        replace: 'if (!user.isValidPassword(password))',
      },
    ],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 200/,
    security: true,
  },
  {
    task: 7,
    name: 'password-trimmed',
    mistake: 'The password is trimmed.',
    edits: [{ file: LOGIN, find: 'isValidPassword(password)', replace: 'isValidPassword(password.trim())' }],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 200[\s\S]*The password was ` /,
    security: true,
  },
  {
    task: 7,
    name: 'password-in-any-case',
    mistake: 'A password is good in small letters, too: whoever guesses need not guess the case.',
    edits: [
      {
        file: LOGIN,
        find: 'await user.isValidPassword(password)',
        replace: '(await user.isValidPassword(password)) || (await user.isValidPassword(password.toLowerCase()))',
      },
    ],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 200[\s\S]*The password was `[A-Z]/,
    security: true,
  },
  {
    task: 7,
    name: 'password-cut-off',
    mistake: 'Only the first 72 characters of a password are hashed: what comes after them can be anything.',
    edits: [
      { file: 'models/user.ts', find: 'hashPassword(password)', replace: 'hashPassword(password.slice(0, 72))' },
      {
        file: 'models/user.ts',
        find: 'isPasswordOf(this.passwordHash, password)',
        replace: 'isPasswordOf(this.passwordHash, password.slice(0, 72))',
      },
    ],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 200[\s\S]*last of its 100 characters/,
    security: true,
  },
  {
    task: 7,
    name: 'password-of-anybody',
    mistake: 'The password of any user is good for every user.',
    edits: [
      {
        file: LOGIN,
        find: WRONG_PASSWORD,
        replace: `const all = await User.all();
  const valid = await Promise.all(all.map((one) => one.isValidPassword(password)));
  if (!valid.includes(true)) return sendError(response, 401, 'wrong password');`,
      },
    ],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 200/,
    security: true,
  },
  {
    task: 7,
    name: 'session-is-password-enough',
    mistake: 'Who is logged in already needs no right password.',
    edits: [
      {
        file: LOGIN,
        find: 'if (!(await user.isValidPassword(password)))',
        replace: 'if (!(await auth.currentUser(request)) && !(await user.isValidPassword(password)))',
      },
    ],
    caughtBy: ['7.5'],
    reason: /should answer 401, but it answers 200/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-before-password',
    mistake: 'The session is made, and its cookie set, before the password is judged.',
    edits: [
      { file: LOGIN, find: WRONG_PASSWORD, replace: '' },
      { file: LOGIN, find: SET_COOKIE, replace: `${SET_COOKIE}\n  ${WRONG_PASSWORD}` },
    ],
    caughtBy: ['7.5'],
    reason: /The answer sets a cookie, and it should not/,
    security: true,
  },
  {
    task: 7,
    name: 'session-not-awaited',
    mistake: 'The new session is not awaited: the cookie holds a promise as text.',
    edits: [
      { file: LOGIN, find: CREATE, replace: CREATE.replace('await ', '') },
      { file: LOGIN, find: SET_COOKIE, replace: SET_COOKIE.replace('sessionId,', 'String(sessionId),') },
    ],
    caughtBy: ['7.6', '7.9'],
    reason: /of the value in the cookie should be "[^"]+", but it is null|should answer 200, but it answers 403/,
  },
  {
    task: 7,
    name: 'cookie-after-answer',
    mistake: 'The cookie is set after the answer is sent: too late.',
    edits: [{ file: LOGIN, find: `${SET_COOKIE}\n  ${ANSWER}`, replace: `${ANSWER}\n  ${SET_COOKIE}` }],
    caughtBy: ['7.6'],
    reason: /should set the cookie|broke off/,
  },
  {
    task: 7,
    name: 'session-id-in-answer',
    mistake: 'The answer carries the session id, where every script of the page can read it.',
    edits: [{ file: LOGIN, find: ANSWER, replace: 'response.json({ ...user.toJson(), session_id: sessionId });' }],
    caughtBy: ['7.6'],
    reason: /answers 200, but its JSON body[\s\S]*session_id/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-always-secure',
    mistake: 'The cookie is always `Secure`: over plain HTTP no browser takes it.',
    edits: attribute('secure: request.secure,', 'secure: true,'),
    caughtBy: ['7.7'],
    reason: /plain HTTP.*should not have the attribute `Secure`/,
  },
  {
    task: 7,
    name: 'cookie-never-secure',
    mistake: 'The cookie is never `Secure`: after a login over HTTPS it travels in the clear, too.',
    edits: attribute('secure: request.secure,', ''),
    caughtBy: ['7.7'],
    reason: /Over HTTPS.*should have the attribute `Secure`/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-secure-by-setting',
    mistake: 'The cookie is `Secure` in production only, whatever the request came over.',
    edits: attribute('secure: request.secure,', `secure: process.env.NODE_ENV === 'production',`),
    caughtBy: ['7.7'],
    reason: /Over HTTPS.*should have the attribute `Secure`/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-for-all-sites',
    mistake: 'The cookie has `SameSite=None`: forms of other sites bring it along.',
    edits: attribute(`sameSite: 'lax',`, `sameSite: 'none',`),
    caughtBy: ['7.7'],
    reason: /`SameSite`.*should be "lax", but it is "none"/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-strict',
    mistake: 'The cookie has `SameSite=Strict`: whoever follows a link to the site is logged out.',
    edits: attribute(`sameSite: 'lax',`, `sameSite: 'strict',`),
    caughtBy: ['7.7'],
    reason: /`SameSite`.*should be "lax", but it is "strict"/,
  },
  {
    task: 7,
    name: 'http-only-with-https',
    mistake: 'The cookie is `HttpOnly` over HTTPS only.',
    edits: attribute('httpOnly: true,', 'httpOnly: request.secure,'),
    caughtBy: ['7.7'],
    reason: /HttpOnly/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-for-all-sites-over-https',
    mistake: 'Over HTTPS the cookie has `SameSite=None`: there, forms of other sites bring it along.',
    edits: attribute(`sameSite: 'lax',`, `sameSite: request.secure ? 'none' : 'lax',`),
    caughtBy: ['7.7'],
    reason: /HTTPS.*should be "lax", but it is "none"/,
    security: true,
  },
  {
    task: 7,
    name: 'https-cookie-without-http-only',
    mistake: 'Over HTTPS the cookie has attributes of its own, and `HttpOnly` is not among them.',
    edits: attribute(
      'return {',
      `if (request.secure) return { path: '/', sameSite: 'lax', secure: true };\n  return {`,
    ),
    caughtBy: ['7.7'],
    reason: /Over HTTPS.*should have the attribute `HttpOnly`/,
    security: true,
  },
  {
    task: 7,
    name: 'cookie-of-fixed-domain',
    mistake: 'The cookie is for a domain that is built in: under any other name no browser takes it.',
    edits: attribute(`path: '/',`, `path: '/',\n    domain: 'localhost',`),
    caughtBy: ['7.9'],
    reason: /`Domain`/,
  },
  {
    task: 7,
    name: 'cookie-without-time',
    mistake: 'The life of the cookie is `SESSION_DURATION`, also where that is 0: the browser deletes it at once.',
    edits: attribute(`path: '/',`, `path: '/',\n    maxAge: 1000 * Number(process.env.SESSION_DURATION ?? 0),`),
    caughtBy: ['7.9'],
    reason: /deletes the session cookie at once/,
  },
  {
    task: 7,
    name: 'planted-session-given-over',
    mistake: 'The session that the client brought along is given over to who logs in, beside the new one.',
    edits: [
      {
        file: LOGIN,
        find: CREATE,
        replace: `const planted = auth.sessionCookie(request);
  if (planted && auth.userIdBySessionId.has(planted)) auth.userIdBySessionId.set(planted, user.id);
  ${CREATE}`,
      },
    ],
    caughtBy: ['7.8'],
    reason: /now belongs to the user who logged in/,
    security: true,
  },
  {
    task: 7,
    name: 'login-ends-other-logins',
    mistake: 'A login ends the other sessions of the user.',
    edits: [
      {
        file: LOGIN,
        find: CREATE,
        replace: `for (const [id, owner] of auth.userIdBySessionId) if (owner === user.id) auth.userIdBySessionId.delete(id);
  ${CREATE}`,
      },
    ],
    caughtBy: ['7.8'],
    reason: /The user ids of the two sessions/,
  },
  {
    task: 7,
    name: 'login-ends-own-session',
    mistake: 'Who is logged in already loses that session at the new login.',
    edits: [
      {
        file: LOGIN,
        find: CREATE,
        replace: `auth.userIdBySessionId.delete(auth.sessionCookie(request) ?? '');\n  ${CREATE}`,
      },
    ],
    caughtBy: ['7.8'],
    reason: /earlier session/,
  },
  {
    task: 7,
    name: 'allow-without-post',
    mistake: '405 names the wrong methods in `Allow`.',
    edits: [{ file: LOGIN, find: ROUTE, replace: ROUTE.replace(`'POST'`, `'GET', 'POST'`) }],
    caughtBy: ['7.10'],
    reason: /`Allow: POST`, but it is `GET, POST`/,
  },
  {
    task: 7,
    name: 'get-logs-in',
    mistake: 'The login takes `GET`, too, with e-mail and password in the address.',
    edits: [
      { file: LOGIN, find: ROUTE, replace: `.get(login)${ROUTE}` },
      {
        file: LOGIN,
        find: FIELDS,
        replace: `const { email, password } = request.body ?? (request.method === 'GET' ? request.query : {});`,
      },
    ],
    caughtBy: ['7.10'],
    reason: /GET \S+ should answer 405, but it answers/,
    security: true,
  },
];
