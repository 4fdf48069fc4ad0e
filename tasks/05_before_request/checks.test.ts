import { describe } from 'vitest';
import { postUnreadable } from '../../checker/checks/unreadable.ts';
import { walks } from '../../checker/checks/walk/check.ts';
import { words } from '../../checker/harness/data.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { currentUserOf, type KnownUser } from '../../checker/harness/given.ts';
import type { Answer } from '../../checker/harness/http.ts';
import { should, shouldAnswer, shouldBe, shouldBeUser } from '../../checker/harness/judge.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '_my_session_id' } });

const NAME = '_my_session_id';
const LOGIN = '/api/v1/auth_session/login';
const UNAUTHORIZED = { error: 'Unauthorized' };
const FORBIDDEN = { error: 'Forbidden' };

test('[5.2] with neither header nor cookie: 401, before anything else', {
  meta: {
    security: 'anybody can get past the filter without credentials',
    guard: 'a request without credentials is 403, 404, 405 or 400, or passes',
    help: 'Is the test for missing credentials the first one, and does its condition say "neither of them"?',
  },
}, async ({ http, random }) => {
  for (const path of ['users', 'users/me', 'stats', random.word(), `users/${random.uuid()}`]) {
    shouldAnswer(await http.get(`/api/v1/${path}`), 401, UNAUTHORIZED);
  }
  shouldAnswer(await http.delete('/api/v1/stats'), 401, UNAUTHORIZED);
  shouldAnswer(await http.head('/api/v1/users'), 401);
  for (const answer of await postUnreadable(http, '/api/v1/users')) shouldAnswer(answer, 401, UNAUTHORIZED);
});

test('[5.3] a header that belongs to nobody is still 403', {
  meta: {
    security: 'anybody can get past the filter with any header',
    guard: 'only the cookie counts now, or both are demanded: a header alone is 401',
    help: 'The header is as good a reason to go on as it was before.',
  },
}, async ({ http, user, random }) => {
  shouldAnswer(await http.get('/api/v1/users').auth(user.email, user.password), 403, FORBIDDEN);
  shouldAnswer(await http.get('/api/v1/users').set('Authorization', random.word()), 403, FORBIDDEN);
});

test('[5.1] the login path needs no authentication', {
  meta: { help: 'Who wants to log in has no credentials yet. Which paths does the filter let through?' },
}, async ({ http }) => {
  shouldBeOpen(await http.post(LOGIN));
  shouldBeOpen(await http.get(LOGIN));
});

test('[5.1] the login path needs no authentication with a slash at its end either', {
  meta: { help: '`/login` and `/login/` are one path. `requireAuth` sees to that, for whole paths.' },
}, async ({ http, random }) => {
  shouldBeOpen(await http.post(`${LOGIN}/`));
  shouldBeOpen(await http.get(`${LOGIN}/`));
  shouldBeOpen(await http.post(`${LOGIN}?${random.word()}=${random.word()}`));
});

test('[5.1] old or wrong credentials do not close the login path', {
  meta: { help: 'A browser still sends the cookie of a session that is over. It must be able to log in again.' },
}, async ({ http, random }) => {
  shouldBeOpen(await http.post(LOGIN).set('Cookie', `${NAME}=${random.uuid()}`));
  shouldBeOpen(await http.post(LOGIN).auth(random.email(), random.password()));
});

test('[5.1] only this path is open, and not what begins like it', {
  meta: {
    security: 'anybody can reach paths beside the login',
    help: 'One path more is excluded, not a whole folder. Logging out, for one, is for those who are logged in.',
  },
}, async ({ http, random }) => {
  shouldBeOpen(await http.post(LOGIN));
  const word = random.word(4);
  const closed = [`login/${word}`, `login${word}`, `logout`, 'logout/', word, '', 'logi', 'Login', 'LOGIN'].map(
    (end) => `/api/v1/auth_session/${end}`,
  );
  for (const path of [...closed, '/api/v1/auth_session', '/api/v1/login', `/api/v1/users?next=${LOGIN}`]) {
    shouldAnswer(await http.get(path), 401, UNAUTHORIZED);
  }
  shouldAnswer(await http.delete('/api/v1/auth_session/logout'), 401, UNAUTHORIZED);
});

test('[5.3] a session cookie that belongs to nobody is 403, and no longer 401', {
  meta: {
    security: 'anybody can get past the filter with any cookie',
    help: 'A cookie is a credential as well as a header. 401 is for those who bring neither.',
  },
}, async ({ server, http, user, random }) => {
  const cookie = `${NAME}=${random.uuid()}`;
  shouldAnswer(await http.get('/api/v1/users').set('Cookie', cookie), 403, FORBIDDEN);
  shouldAnswer(await http.delete(`/api/v1/users/${user.id}`).set('Cookie', cookie), 403, FORBIDDEN);
  const isDeleted = await server.evaluate(
    'models/user.ts',
    async ({ User }, id: string) => {
      // A route that goes on after its request was refused needs some turns of the event loop.
      for (let turn = 0; turn < 50; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
      return (await User.get(id)) === null;
    },
    user.id,
  );
  shouldBe(isDeleted, false, 'Whether a user is deleted by a request to delete that user which was refused');
  shouldAnswer(await http.get('/api/v1/users/me').set('Cookie', cookie), 403, FORBIDDEN);
  shouldAnswer(
    await http.get('/api/v1/stats/').set('Cookie', `${random.cookieName()}=${random.word()}; ${cookie}`),
    403,
    FORBIDDEN,
  );
});

test('[5.3] 403 comes before 404 and 405', {
  meta: {
    security: 'anybody can find out which paths there are',
    help: 'Who is not let in does not learn whether a path exists. The filter stands before the routes.',
  },
}, async ({ http, random }) => {
  const cookie = `${NAME}=${random.uuid()}`;
  shouldAnswer(await http.get(`/api/v1/${random.word()}`).set('Cookie', cookie), 403, FORBIDDEN);
  shouldAnswer(await http.delete('/api/v1/stats').set('Cookie', cookie), 403, FORBIDDEN);
  shouldAnswer(await http.get(`/api/v1/users/${random.uuid()}`).set('Cookie', cookie), 403, FORBIDDEN);
});

test('[5.3] a cookie and a header that belong to nobody are 403', {
  meta: {
    security: 'anybody can get past the filter with any cookie',
    help: 'Try the four cases on paper: neither, only the header, only the cookie, both.',
  },
}, async ({ http, user, random }) => {
  const cookie = `${NAME}=${random.uuid()}`;
  shouldAnswer(await http.get('/api/v1/users').set('Cookie', cookie), 403, FORBIDDEN);
  shouldAnswer(
    await http.get('/api/v1/users').set('Cookie', cookie).auth(random.email(), random.password()),
    403,
    FORBIDDEN,
  );
  shouldAnswer(await http.get('/api/v1/users').set('Cookie', cookie).auth(user.email, user.password), 403, FORBIDDEN);
});

test('[5.2, 5.3] a cookie of another name is no session cookie: 401', {
  meta: { help: 'Many sites set cookies. Does the filter ask for any cookie, or for the session cookie?' },
}, async ({ http, random }) => {
  const value = random.uuid();
  shouldAnswer(await http.get('/api/v1/users').set('Cookie', `${NAME}=${value}`), 403, FORBIDDEN);
  for (const name of [random.cookieName(), `${NAME}${random.word(2)}`, `${random.word(2)}${NAME}`]) {
    shouldAnswer(await http.get('/api/v1/users').set('Cookie', `${name}=${value}`), 401, UNAUTHORIZED);
  }
});

test('[5.2, 5.3] whatever stands in the cookie, the answer is 401 or 403', {
  meta: {
    security: 'anybody can get past the filter with an odd cookie',
    help: 'A client can send anything. What is no session id is nobody, and no reason for an error of the server.',
  },
}, async ({ http, random }) => {
  shouldAnswer(await http.get('/api/v1/users').set('Cookie', `${NAME}=${random.word()}`), 403, FORBIDDEN);
  const word = random.word();
  for (const value of [
    `j:{"a":"${word}"}`,
    `j:["${word}"]`,
    'j:1',
    'j:null',
    '%',
    '%E0%A4%A',
    `${word};${NAME}=${word}`,
    '__proto__',
    'constructor',
  ]) {
    const answer = await http.get('/api/v1/users').set('Cookie', `${NAME}=${value}`);
    should([401, 403].includes(answer.status), {
      reason: `With \`Cookie: ${NAME}=${value}\`, GET /api/v1/users should answer 401 or 403, but it answers ${answer.status}.`,
      expected: { status: words('401 or 403') },
      actual: { status: answer.status },
      answer,
    });
  }
});

test('[5.4] with a session cookie and a current user, the request passes', {
  meta: {
    help: 'For a request with the cookie alone the filter asks `auth.currentUser`, and lets through whom it finds.',
  },
}, async ({ server, http, user, random }) => {
  const cookie = `${NAME}=${random.uuid()}`;
  shouldAnswer(await http.get('/api/v1/users').set('Cookie', cookie), 403, FORBIDDEN);
  await whereEveryoneIs(user, server, async () => {
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).set('Cookie', cookie), 200, user.json);
    shouldAnswer(await http.get(`/api/v1/${random.word()}`).set('Cookie', cookie), 404, { error: 'Not found' });
  });
});

test('[5.4] and `request.currentUser` is that user', {
  meta: { help: 'The routes find the user on the request, whichever credentials have led to it.' },
}, async ({ server, http, user, random }) => {
  await whereEveryoneIs(user, server, async () => {
    const answer = await http.get('/api/v1/users').set('Cookie', `${NAME}=${random.uuid()}`);
    shouldAnswer(answer, 200);
    shouldBeUser(await currentUserOf(server, answer), user);
  });
});

test('[5.4] both credentials together pass too', {
  meta: { help: 'One of the two is enough. Two are no reason to refuse.' },
}, async ({ server, http, user, random }) => {
  const cookie = `${NAME}=${random.uuid()}`;
  await whereEveryoneIs(user, server, async () => {
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).set('Cookie', cookie), 200, user.json);
    shouldAnswer(
      await http.get(`/api/v1/users/${user.id}`).set('Cookie', cookie).auth(user.email, random.password()),
      200,
      user.json,
    );
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).auth(user.email, random.password()), 200, user.json);
  });
});

test('[5.1] the other excluded paths stay open', {
  meta: {
    guard: 'an excluded path lost or widened while another one was added',
    help: 'The list gets one entry more. The others stay as they are.',
  },
}, async ({ http, random }) => {
  for (const path of ['/api/v1/status', '/api/v1/status/']) {
    shouldAnswer(await http.get(path), 200, { status: 'OK' });
    shouldAnswer(await http.get(path).set('Cookie', `${NAME}=${random.uuid()}`), 200, { status: 'OK' });
  }
  shouldAnswer(await http.get('/api/v1/unauthorized'), 401, UNAUTHORIZED);
  shouldAnswer(await http.get('/api/v1/unauthorized').auth(random.email(), random.password()), 401, UNAUTHORIZED);
  shouldAnswer(await http.get('/api/v1/forbidden'), 403, FORBIDDEN);
  shouldAnswer(await http.get('/api/v1/forbidden/'), 403, FORBIDDEN);
  for (const path of ['statusx', `status/${random.word()}`, 'forbidden_2', 'stat'])
    shouldAnswer(await http.get(`/api/v1/${path}`), 401, UNAUTHORIZED);
});

test('[5.2] pages of any origin may still ask, and read why they are refused', {
  meta: {
    guard: 'the filter moved before the cross-origin headers: pre-flight requests are 401',
    help: 'A browser sends its `OPTIONS` request without credentials. The order in `app.ts` is as it was given.',
  },
}, async ({ http }) => {
  const preflight = await http
    .options('/api/v1/users')
    .set('Origin', 'https://page.example')
    .set('Access-Control-Request-Method', 'GET');
  const refused = await http.get('/api/v1/users').set('Origin', 'https://page.example');
  for (const answer of [preflight, refused]) {
    shouldBe(
      answer.headers['access-control-allow-origin'],
      '*',
      `The \`Access-Control-Allow-Origin\` of the answer to ${answer.request.method}`,
    );
  }
  should(preflight.status < 300, {
    reason: `The pre-flight request should answer in the 2xx range, but it answers ${preflight.status}.`,
    expected: { status: words('200 to 299') },
    actual: { status: preflight.status },
    answer: preflight,
  });
  shouldAnswer(refused, 401, UNAUTHORIZED);
});

describe('with basic_auth', () => {
  test.override('environment', { AUTH_TYPE: 'basic_auth', SESSION_NAME: '_my_session_id' });

  test('[5.5] `basic_auth` works on as before', {
    meta: {
      guard: 'a cookie is demanded from everyone, or the current user is lost',
      help: 'The filter serves every kind of auth. With `basic_auth` nobody has a session cookie.',
    },
  }, async ({ server, http, user, random }) => {
    const good = await http.get(`/api/v1/users/${user.id}`).auth(user.email, user.password);
    shouldAnswer(good, 200, user.json);
    shouldBeUser(await currentUserOf(server, good), user);
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).auth(user.email, random.password()), 403, FORBIDDEN);
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).auth(random.email(), user.password), 403, FORBIDDEN);
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`), 401, UNAUTHORIZED);
  });

  test('[5.1] the login path is open under `basic_auth` too', {
    meta: { help: 'The list of excluded paths is one for all kinds of auth.' },
  }, async ({ http, random }) => {
    shouldBeOpen(await http.post(LOGIN));
    shouldBeOpen(await http.post(`${LOGIN}/`).set('Cookie', `${NAME}=${random.uuid()}`));
  });

  test('[5.3, 5.5] under `basic_auth`, a session cookie alone is 403', {
    meta: {
      security: 'anybody can get past the filter with any cookie',
      help: 'The same four cases hold for every kind of auth. Here the cookie leads to nobody.',
    },
  }, async ({ http, user, random }) => {
    const cookie = `${NAME}=${random.uuid()}`;
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).set('Cookie', cookie), 403, FORBIDDEN);
    shouldAnswer(
      await http.get(`/api/v1/users/${user.id}`).set('Cookie', cookie).auth(user.email, random.password()),
      403,
      FORBIDDEN,
    );
    shouldAnswer(
      await http.get(`/api/v1/users/${user.id}`).set('Cookie', cookie).auth(user.email, user.password),
      200,
      user.json,
    );
  });
});

describe('with another SESSION_NAME', () => {
  test.override('environment', ({ ownCookieName }) => ({ AUTH_TYPE: 'session_auth', SESSION_NAME: ownCookieName }));

  test('[5.2, 5.3] the cookie that counts is the one that `SESSION_NAME` names', {
    meta: { help: 'The auth knows how to find its cookie. Does the filter ask it?' },
  }, async ({ http, environment, random }) => {
    const value = random.uuid();
    shouldAnswer(await http.get('/api/v1/users').set('Cookie', `${environment.SESSION_NAME}=${value}`), 403, FORBIDDEN);
    shouldAnswer(await http.get('/api/v1/users').set('Cookie', `${NAME}=${value}`), 401, UNAUTHORIZED);
  });
});

describe('without AUTH_TYPE', () => {
  test.override('environment', {});

  test('[5.4] without `AUTH_TYPE`, every path stays open', {
    meta: {
      guard: 'the auth is asked for a cookie although there is no auth: every path is 500 or 401',
      help: 'Without `AUTH_TYPE`, `auth` is `null`. The request passes before anything is asked of it.',
    },
  }, async ({ http, user, random }) => {
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`), 200, user.json);
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).set('Cookie', `${NAME}=${random.uuid()}`), 200, user.json);
    shouldAnswer(await http.get('/api/v1/users/me'), 404);
  });
});

function shouldBeOpen(answer: Answer): void {
  const { method, url } = answer.request as { method: string; url: string };
  const isOpen = ![401, 403].includes(answer.status) && answer.status < 500;
  should(isOpen, {
    reason: `${method} ${new URL(url).pathname} needs no authentication, but it answers ${answer.status}.`,
    expected: { status: words('neither 401 nor 403; 404 until there is a login') },
    actual: { status: answer.status },
    answer,
  });
}

/** Does the work while the auth in force finds this user for every request. Afterwards it is as before. */
async function whereEveryoneIs(user: KnownUser, server: LearnerServer, work: () => Promise<void>): Promise<void> {
  await server.evaluate(
    ['api/v1/auth/index.ts', 'models/user.ts'],
    async ([{ auth }, { User }], id: string) => {
      const before = Object.getOwnPropertyDescriptor(auth, 'currentUser');
      const value = new Proxy(
        Object.assign(async () => User.get(id), { before }),
        {},
      );
      Object.defineProperty(auth, 'currentUser', { value, configurable: true, writable: true, enumerable: true });
    },
    user.id,
  );
  try {
    await work();
  } finally {
    await server.evaluate('api/v1/auth/index.ts', async ({ auth }) => {
      const { before } = (auth as unknown as { currentUser: { before?: PropertyDescriptor } }).currentUser;
      if (before) Object.defineProperty(auth, 'currentUser', before);
      else Reflect.deleteProperty(auth as object, 'currentUser');
    });
  }
}

walks(test, 5, '5.1, 5.2, 5.3, 5.4, 5.5');
