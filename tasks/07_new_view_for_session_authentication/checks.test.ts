import { describe } from 'vitest';
import { walks } from '../../checker/checks/walk/check.ts';
import { words } from '../../checker/harness/data.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { givenUser } from '../../checker/harness/given.ts';
import type { Answer, HttpClient } from '../../checker/harness/http.ts';
import {
  setCookies,
  should,
  shouldAnswer,
  shouldBe,
  shouldHaveHeader,
  shouldNotSetCookie,
  shouldSetCookie,
} from '../../checker/harness/judge.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';
import { logIn } from '../../checker/harness/sessions.ts';
import { together } from '../../checker/harness/together.ts';

const LOGIN = '/api/v1/auth_session/login';
const ME = '/api/v1/users/me';
const NAME = '_my_session_id';

const EMAIL_MISSING = { error: 'email missing' };
const PASSWORD_MISSING = { error: 'password missing' };
const NO_USER = { error: 'no user found for this email' };
const WRONG_PASSWORD = { error: 'wrong password' };

const cookie = (value: string) => `${NAME}=${value}`;

/** Sends a login form. A text is sent as it is. */
function post(http: HttpClient, fields: object | string) {
  return http.post(LOGIN).type('form').send(fields);
}

/** What the authentication in force says of a session id. */
function userIdOf(server: LearnerServer, sessionId: string): Promise<unknown> {
  return server.evaluate(
    ['api/v1/auth/index.ts', 'api/v1/auth/session_auth.ts'],
    async ([{ auth }, { SessionAuth }], id: string) =>
      auth instanceof SessionAuth ? auth.userIdForSessionId(id) : 'no SessionAuth is in force',
    sessionId,
  );
}

/** Stores a user with odd characters where forms are easily read wrongly. */
async function givenOddUser(server: LearnerServer, { id }: { id: string }, email: string, password: string) {
  await server.evaluate(
    'models/user.ts',
    async ({ User }, userId: string, newEmail: string, newPassword: string) => {
      const user = await User.get(userId);
      if (!user) return;
      await user.setPassword(newPassword);
      await Object.assign(user, { email: newEmail }).save();
    },
    id,
    email,
    password,
  );
}

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: NAME } });

test('[7.1, 7.6] with the right e-mail and password, the answer is 200 with the user', {
  meta: {
    help: 'Is the route mounted, below `/api/v1`, for `POST`? Does it read the form fields `email` and `password`?',
  },
}, async ({ http, user }) => {
  shouldAnswer(await post(http, { email: user.email, password: user.password }), 200, user.json);
});

test('[7.1] a final slash makes no difference', {
  meta: { help: 'Every route of the API takes a final slash.' },
}, async ({ http, user }) => {
  const { email, password } = user;
  shouldAnswer(await http.post(`${LOGIN}/`).type('form').send({ email, password }), 200, user.json);
});

test('[7.1] a form may hold any character', {
  meta: {
    help: 'Spaces, `+`, `&`, `=`, `%` and letters beyond ASCII are encoded in a form. The body parser decodes them, once.',
  },
}, async ({ server, http, random, user }) => {
  const email = `${random.word(5)}+${random.word(4)}@${random.word(6)}.example`;
  const password = `${random.word(4)} &=%25+${random.word(4)}é;"${random.word(3)}`;
  await givenOddUser(server, user, email, password);
  const answer = await post(http, new URLSearchParams({ email, password }).toString());
  shouldAnswer(answer, 200);
});

test('[7.1] the query of the address is no form', {
  meta: {
    security: 'a password in an address, which ends up in logs, logs somebody in',
    help: 'Credentials in the address end up in logs. Only the fields of the form count.',
  },
}, async ({ http, user }) => {
  const email = new URLSearchParams({ email: user.email });
  const password = new URLSearchParams({ password: user.password });
  shouldAnswer(await http.post(`${LOGIN}?${email}`).type('form').send(password.toString()), 400, EMAIL_MISSING);
  shouldAnswer(await http.post(`${LOGIN}?${password}`).type('form').send(email.toString()), 400, PASSWORD_MISSING);
});

test('[7.2] without an e-mail: 400 `email missing`', {
  meta: { help: 'Look at the e-mail before anything else is done.' },
}, async ({ http, user }) => {
  const answer = await post(http, { password: user.password });
  shouldAnswer(answer, 400, EMAIL_MISSING);
  shouldNotSetCookie(answer);
});

test('[7.2] an empty e-mail counts as missing', {
  meta: { help: 'A field of a form can be there and be the empty string.' },
}, async ({ http, user }) => {
  shouldAnswer(await post(http, { email: '', password: user.password }), 400, EMAIL_MISSING);
});

test('[7.2] a request without any body is 400 `email missing`', {
  meta: { help: 'With no body, `request.body` may be `undefined`.' },
}, async ({ http }) => {
  shouldAnswer(await http.post(LOGIN), 400, EMAIL_MISSING);
});

test('[7.2] the e-mail is judged before the password', {
  meta: { help: 'With both fields missing, the e-mail is the one that the answer names.' },
}, async ({ http }) => {
  shouldAnswer(await post(http, { email: '', password: '' }), 400, EMAIL_MISSING);
  shouldAnswer(await post(http, 'remember=on'), 400, EMAIL_MISSING);
});

test('[7.2] an e-mail that is sent twice counts as missing', {
  meta: {
    help: 'A field that is sent twice does not come as a string. What does `request.body.email` hold then?',
  },
}, async ({ http, user }) => {
  const twice = new URLSearchParams([
    ['email', user.email],
    ['email', user.email],
    ['password', user.password],
  ]);
  shouldAnswer(await post(http, twice.toString()), 400, EMAIL_MISSING);
});

test('[7.2] an e-mail that is a nested object counts as missing', {
  meta: {
    security: 'anybody can log in with a form that is not one',
    help: 'Some body parsers make an object of `email[x]=…`. Only a string that is not empty is an e-mail.',
  },
}, async ({ http, user, random }) => {
  for (const field of [`email[${random.word(3)}]`, 'email[]', 'email[$ne]']) {
    const fields = new URLSearchParams({ [field]: user.email, password: user.password });
    shouldAnswer(await post(http, fields.toString()), 400, EMAIL_MISSING);
  }
});

test('[7.3] without a password: 400 `password missing`', {
  meta: { help: 'The password is judged after the e-mail, and before any search.' },
}, async ({ http, user }) => {
  const answer = await post(http, { email: user.email });
  shouldAnswer(answer, 400, PASSWORD_MISSING);
  shouldNotSetCookie(answer);
});

test('[7.3] an empty password counts as missing', {
  meta: { help: 'A field of a form can be there and be the empty string.' },
}, async ({ http, user }) => {
  shouldAnswer(await post(http, { email: user.email, password: '' }), 400, PASSWORD_MISSING);
});

test('[7.3] a password that is sent twice, or as a nested object, counts as missing', {
  meta: { help: 'Only a string that is not empty is a password. What does `request.body.password` hold here?' },
}, async ({ http, user, random }) => {
  const { email, password } = user;
  const known = new URLSearchParams({ email });
  const value = encodeURIComponent(password);
  shouldAnswer(await post(http, `${known}&password=${value}&password=${value}`), 400, PASSWORD_MISSING);
  shouldAnswer(await post(http, `${known}&password[${random.word(3)}]=${value}`), 400, PASSWORD_MISSING);
  shouldAnswer(await post(http, `${known}&password[]=${value}`), 400, PASSWORD_MISSING);
});

test('[7.4] an e-mail that no user has: 404 `no user found for this email`', {
  meta: { help: 'The search may find nobody. What is the first element of an empty list?' },
}, async ({ http, random, user }) => {
  const answer = await post(http, { email: random.email(), password: user.password });
  shouldAnswer(answer, 404, NO_USER);
  shouldNotSetCookie(answer);
});

test('[7.4] an e-mail that is only similar finds nobody', {
  meta: {
    security: 'the login finds another user than the one who was named',
    help: 'E-mails are compared as they are: no pattern, no trimming, and capital letters count.',
  },
}, async ({ http, user }) => {
  const { email, password } = user;
  for (const similar of [email.toUpperCase(), ` ${email} `, email.slice(0, -1), email.replace(/@.*/, '@%'), '%']) {
    shouldAnswer(await post(http, { email: similar, password }), 404, NO_USER, `The e-mail was \`${similar}\`.`);
  }
});

test('[7.5] a wrong password is 401 `wrong password`', {
  meta: {
    security: 'anybody can log in with a wrong password',
    help: 'This is not the 401 of the filter: the answer has its own body.',
  },
}, async ({ http, random, user }) => {
  shouldAnswer(await post(http, { email: user.email, password: random.password() }), 401, WRONG_PASSWORD);
});

test('[7.5] with a wrong password no cookie is set', {
  meta: {
    security: 'anybody gets a session with a wrong password',
    help: 'When is the session made: before or after the password is judged?',
  },
}, async ({ http, random, user }) => {
  const answer = await post(http, { email: user.email, password: random.password() });
  shouldAnswer(answer, 401);
  shouldNotSetCookie(answer);
});

test('[7.5] a password that is only similar, or of another user, is wrong', {
  meta: {
    security: 'anybody can log in with a password that is nearly right',
    help: 'The user that was found by the e-mail judges the whole password, exactly as it came.',
  },
}, async ({ server, http, random, user }) => {
  const { email, password } = user;
  const other = await givenUser(server, random);
  const similar = [password.slice(0, -1), `${password}x`, password.toUpperCase(), ` ${password}`, `${password} `];
  for (const wrong of [...similar, other.password]) {
    shouldAnswer(await post(http, { email, password: wrong }), 401, WRONG_PASSWORD, `The password was \`${wrong}\`.`);
  }
  const long = random.word(100);
  await givenOddUser(server, other, other.email, long);
  const cutOff = { email: other.email, password: `${long.slice(0, -1)}-` };
  shouldAnswer(await post(http, cutOff), 401, WRONG_PASSWORD, 'Only the last of its 100 characters was wrong.');
});

test('[7.5] a user without a password cannot log in', {
  meta: {
    security: 'anybody can log in as a user who has no password',
    help: '`isValidPassword` of the user has the last word, and its answer is a promise.',
  },
}, async ({ server, http, random }) => {
  const email = random.email();
  await server.evaluate(
    'models/user.ts',
    async ({ User }, address: string) => {
      await Object.assign(new User(), { email: address }).save();
    },
    email,
  );
  for (const password of [random.password(), 'null', 'undefined']) {
    shouldAnswer(await post(http, { email, password }), 401, WRONG_PASSWORD, `The password was \`${password}\`.`);
  }
});

test('[7.5] who is logged in already needs the right password too', {
  meta: {
    security: 'anybody who is logged in can log in as another user',
    help: 'The login judges the form alone, whatever cookie comes along.',
  },
}, async ({ http, random, user }) => {
  const session = await logIn(http, user);
  const form = { email: user.email, password: random.password() };
  const answer = await http.post(LOGIN).set('Cookie', cookie(session)).type('form').send(form);
  shouldAnswer(answer, 401, WRONG_PASSWORD);
});

test('[7.6] the cookie holds a session id that the authentication in force knows', {
  meta: {
    help: 'There is one `auth` in force, and the filter asks that one. Where did the session in the cookie come from?',
  },
}, async ({ server, http, user }) => {
  const session = await logIn(http, user);
  shouldBe(await userIdOf(server, session), user.id, '`auth.userIdForSessionId(…)` of the value in the cookie');
});

test('[7.6] the session id is in the cookie alone', {
  meta: {
    security: 'a script in a page can read the session ID',
    help: 'A script cannot read the cookie, but it can read the body of an answer.',
  },
}, async ({ http, user }) => {
  const answer = await post(http, { email: user.email, password: user.password });
  shouldAnswer(answer, 200);
  const { value } = shouldSetCookie(answer, NAME);
  const reason = 'The body of the answer to a login holds the session id, and it should not.';
  should(!answer.text.includes(value), { reason, expected: words('a body without it'), actual: answer.text, answer });
});

describe('with a cookie name of its own', () => {
  test.override('environment', ({ ownCookieName }) => ({ AUTH_TYPE: 'session_auth', SESSION_NAME: ownCookieName }));

  test('[7.6] the cookie has the name that `SESSION_NAME` gives', {
    meta: { help: 'The name comes from the environment: the same one that `sessionCookie` reads.' },
  }, async ({ http, user, environment }) => {
    const answer = await post(http, { email: user.email, password: user.password });
    shouldAnswer(answer, 200);
    const session = shouldSetCookie(answer, String(environment.SESSION_NAME)).value;
    const me = await http.get(ME).set('Cookie', `${environment.SESSION_NAME}=${session}`);
    shouldAnswer(me, 200, user.json);
  });
});

/** The attributes of the session cookie that a login sets. */
async function attributesOf(http: HttpClient, user: { email: string; password: string }) {
  const answer: Answer = await post(http, { email: user.email, password: user.password });
  shouldAnswer(answer, 200);
  return shouldSetCookie(answer, NAME).attributes;
}

test('[7.7] the cookie has `Path=/`', {
  meta: { help: 'With another path, a browser sends the cookie back for a part of the API only.' },
}, async ({ http, user }) => {
  const { path } = await attributesOf(http, user);
  shouldBe(path, '/', 'The attribute `Path` of the session cookie');
});

test('[7.7] the cookie is `HttpOnly`', {
  meta: {
    security: 'a script in a page can read the session ID',
    help: 'Without `HttpOnly`, every script in a page can read the session id.',
  },
}, async ({ server, http, user }) => {
  for (const [over, client] of [['plain HTTP', http] as const, ['HTTPS', server.https] as const]) {
    const attributes = await attributesOf(client, user);
    const reason = `Over ${over}, the session cookie should have the attribute \`HttpOnly\`, but it does not.`;
    should('httponly' in attributes, { reason, expected: words('a cookie with HttpOnly'), actual: attributes });
  }
});

test('[7.7] the cookie has `SameSite=Lax`', {
  meta: { help: '`SameSite` says whether a browser sends the cookie along with requests that come from other sites.' },
}, async ({ server, http, user }) => {
  for (const [over, client] of [['plain HTTP', http] as const, ['HTTPS', server.https] as const]) {
    const { samesite } = await attributesOf(client, user);
    const what = `Over ${over}, the attribute \`SameSite\` of the session cookie, in small letters,`;
    shouldBe(samesite?.toLowerCase(), 'lax', what);
  }
});

test('[7.7] forms of other sites do not bring the cookie along', {
  meta: {
    security: 'other sites can send requests with the session of a user',
    help: 'Without `SameSite`, or with `SameSite=None`, a browser sends the cookie with whatever another site makes it send.',
  },
}, async ({ server, http, user }) => {
  for (const [over, client] of [['plain HTTP', http] as const, ['HTTPS', server.https] as const]) {
    const attributes = await attributesOf(client, user);
    const isKept = ['lax', 'strict'].includes(String(attributes.samesite).toLowerCase());
    const reason = `Over ${over}, the session cookie has no \`SameSite\` that keeps it from other sites.`;
    should(isKept, { reason, expected: words('a cookie with SameSite=Lax'), actual: attributes });
  }
});

test('[7.7] the cookie is `Secure` where the request came over HTTPS', {
  meta: {
    security: 'the session ID travels in the clear',
    help: 'A `Secure` cookie never travels in the clear. Express knows whether a request came over HTTPS.',
  },
}, async ({ server, user }) => {
  const attributes = await attributesOf(server.https, user);
  const reason = 'Over HTTPS, the session cookie should have the attribute `Secure`, but it does not.';
  should('secure' in attributes, { reason, expected: words('a cookie with Secure'), actual: attributes });
});

test('[7.7] the cookie is not `Secure` where the request came over plain HTTP', {
  meta: { help: 'A browser does not take a `Secure` cookie over plain HTTP, so the login would have no effect.' },
}, async ({ http, user }) => {
  const attributes = await attributesOf(http, user);
  const reason = 'Over plain HTTP, the session cookie should not have the attribute `Secure`, but it does.';
  should(!('secure' in attributes), { reason, expected: words('a cookie without Secure'), actual: attributes });
});

test('[7.8] every login makes a new session, and the earlier one lives on', {
  meta: {
    security: 'two logins share one session',
    help: 'One user may be logged in with two browsers. Each login has a session id of its own.',
  },
}, async ({ server, http, user }) => {
  const first = await logIn(http, user);
  const second = await logIn(http, user);
  const reason = 'Two logins of one user should have two session ids, but both have the same.';
  should(first !== second, { reason, expected: words('two different session ids'), actual: [first, second] });
  const owners = [await userIdOf(server, first), await userIdOf(server, second)];
  shouldBe(owners, [user.id, user.id], 'The user ids of the two sessions');
});

test('[7.8] a session id that the client brings along is never adopted', {
  meta: {
    security: 'anybody can plant a session ID, and use it after the login of somebody else',
    help: 'An attacker may have planted the id in the cookie before the login, and know it (session fixation).',
  },
}, async ({ http, random, user }) => {
  const planted = random.uuid();
  const { email, password } = user;
  const answer = await http.post(LOGIN).set('Cookie', cookie(planted)).type('form').send({ email, password });
  shouldAnswer(answer, 200);
  const { value } = shouldSetCookie(answer, NAME);
  const reason = 'The login should make a new session id, but it hands out the one that the client brought along.';
  should(value !== planted, { reason, expected: words('a new session id'), actual: value });
  shouldAnswer(await http.get(ME).set('Cookie', cookie(planted)), 403);
});

test('[7.8] who is logged in already gets a new session id as well', {
  meta: {
    security: 'anybody who knows an old session ID has the new session',
    help: 'A login with a valid session cookie is a login like any other: not refused, and no session used again.',
  },
}, async ({ server, http, user }) => {
  const before = await logIn(http, user);
  const { email, password } = user;
  const answer = await http.post(LOGIN).set('Cookie', cookie(before)).type('form').send({ email, password });
  shouldAnswer(answer, 200, user.json);
  const { value } = shouldSetCookie(answer, NAME);
  const reason = 'The login should make a new session id, but it hands out the one that the client brought along.';
  should(value !== before, { reason, expected: words('a new session id'), actual: value });
  shouldBe(await userIdOf(server, before), user.id, 'The user id of the earlier session, after the new login,');
});

test('[7.8] with the session of another user in the cookie, the login is for the user in the form', {
  meta: {
    security: 'anybody can plant a session ID, and use it after the login of somebody else',
    help: 'Somebody else may know that other session. It must not become the session of who logs in now.',
  },
}, async ({ server, http, random, user }) => {
  const attacker = await givenUser(server, random);
  const planted = await logIn(http, attacker);
  const { email, password } = user;
  const answer = await http.post(LOGIN).set('Cookie', cookie(planted)).type('form').send({ email, password });
  shouldAnswer(answer, 200, user.json);
  const { value } = shouldSetCookie(answer, NAME);
  shouldBe(await userIdOf(server, value), user.id, 'The user id of the session that the login made');
  const owner = await userIdOf(server, planted);
  const reason = 'The session that the client brought along now belongs to the user who logged in.';
  should(owner !== user.id, { reason, expected: [attacker.id, null], actual: owner });
});

test('[7.9] the cookie of the login opens `GET /users/me`', {
  meta: { help: 'A browser sends the value back as it came. Does the server find the session under it?' },
}, async ({ server, http, user }) => {
  const answer = await post(http, { email: user.email, password: user.password });
  shouldAnswer(answer, 200);
  const { value, attributes } = shouldSetCookie(answer, NAME);
  const age = Number(attributes['max-age'] ?? 1);
  const expires = 'expires' in attributes ? Date.parse(attributes.expires ?? '') : Infinity;
  const reason = 'A browser deletes the session cookie at once: its `Max-Age` or `Expires` says that its time is over.';
  should(age > 0 && expires > server.clock.now(), {
    reason,
    expected: words('a time to come, or none'),
    actual: attributes,
  });
  const domain = attributes.domain?.replace(/^\./, '') || '127.0.0.1';
  should(domain === '127.0.0.1', {
    reason: `A browser does not take the session cookie: it came from 127.0.0.1, and its \`Domain\` is ${domain}.`,
    expected: words('a cookie for the host that sets it: without `Domain`'),
    actual: attributes,
  });
  shouldAnswer(await http.get(ME).set('Cookie', cookie(value)), 200, user.json);
});

test('[7.9] of two users who log in at the same time, each gets the own session', {
  meta: {
    security: 'a login gives the session of another user',
    help: 'Two logins can be under way at once. Nothing that belongs to one may be kept where both see it.',
  },
}, async ({ server, http, random, user }) => {
  const other = await givenUser(server, random);
  const sessions = await together([logIn(http, user), logIn(http, other)]);
  const owners = await together(
    sessions.map(async (session) => (await http.get(ME).set('Cookie', cookie(session))).body as unknown),
  );
  shouldBe(owners, [user.json, other.json], 'What `GET /users/me` shows for the two sessions');
});

test('[7.10] other methods are 405 with `Allow: POST`', {
  meta: { help: 'The base has a helper for 405. It comes after the methods that the route knows.' },
}, async ({ http }) => {
  for (const method of ['get', 'put', 'patch', 'delete'] as const) {
    const answer = await http[method](LOGIN);
    shouldAnswer(answer, 405, { error: 'Method not allowed' });
    shouldHaveHeader(answer, 'Allow', 'POST');
  }
});

test('[7.10] `GET` with the right e-mail and password in the address logs nobody in', {
  meta: {
    security: 'a password in an address, which ends up in logs, logs somebody in',
    help: 'Only `POST` logs in. A link in a page must not be able to do it.',
  },
}, async ({ http, user }) => {
  const query = new URLSearchParams({ email: user.email, password: user.password });
  const answer = await http.get(`${LOGIN}?${query}`);
  shouldAnswer(answer, 405);
  shouldBe(setCookies(answer), [], 'The list of cookies that the answer sets');
});

const NO_SESSIONS = {
  guard: 'the login takes for granted that the authentication in force has sessions: 500',
  help: 'Where the authentication in force has no sessions, there is nothing to log in to: 404.',
};

describe('under an auth without sessions', () => {
  test.override('environment', { AUTH_TYPE: 'basic_auth', SESSION_NAME: NAME });

  test('[7.1] under `basic_auth` the login answers 404', { meta: NO_SESSIONS }, async ({ http, user }) => {
    const answer = await post(http, { email: user.email, password: user.password });
    shouldAnswer(answer, 404);
    shouldNotSetCookie(answer);
  });
});

describe('without any auth', () => {
  test.override('environment', {});

  test('[7.1] without `AUTH_TYPE` the login answers 404', { meta: NO_SESSIONS }, async ({ http, user }) => {
    const answer = await post(http, { email: user.email, password: user.password });
    shouldAnswer(answer, 404);
    shouldNotSetCookie(answer);
  });
});

walks(test, 7, '7.1, 7.2, 7.3, 7.4, 7.5, 7.6, 7.7, 7.8, 7.9, 7.10');
