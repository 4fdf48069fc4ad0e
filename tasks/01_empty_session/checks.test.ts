import { describe } from 'vitest';
import { walks } from '../../checker/checks/walk/check.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { requestOf } from '../../checker/harness/http.ts';
import { shouldAnswer, shouldBe } from '../../checker/harness/judge.ts';
import { refusalOf, shouldList } from '../../checker/harness/refusal.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '_my_session_id' } });

const UNAUTHORIZED = { error: 'Unauthorized' };
const FORBIDDEN = { error: 'Forbidden' };

describe('the class', () => {
  test.override('environment', {});

  test('[1.1] `SessionAuth` is a class that extends `Auth`', {
    meta: {
      help: 'Look at `BasicAuth`: how does it say that it is a kind of `Auth`? And under which name is it exported?',
    },
  }, async ({ server }) => {
    const found = await server.evaluate(
      ['api/v1/auth/session_auth.ts', 'api/v1/auth/auth.ts'],
      async ([{ SessionAuth }, { Auth }]) => ({
        isClass: typeof SessionAuth === 'function',
        extendsAuth: typeof SessionAuth === 'function' && SessionAuth.prototype instanceof Auth,
      }),
    );
    shouldBe(
      found,
      { isClass: true, extendsAuth: true },
      '`SessionAuth`, as `api/v1/auth/session_auth.ts` exports it,',
    );
  });

  test('[1.1] a `SessionAuth` can do all that an `Auth` can', {
    meta: { help: 'What is inherited needs no line of code. Does your class stand in the way of something?' },
  }, async ({ server, http, random }) => {
    const word = random.word();
    const answer = await http.get('/api/v1/status').set('Authorization', word);
    const found = await server.evaluate(
      ['api/v1/auth/session_auth.ts', 'api/v1/auth/auth.ts'],
      async ([{ SessionAuth }, { Auth }], word: string, request: never) => {
        const auth = new SessionAuth();
        return {
          isAuth: auth instanceof Auth,
          needed: auth.requireAuth(`/${word}`, [`/${word}x/`]),
          excluded: auth.requireAuth(`/${word}`, [`/${word}/`]),
          header: auth.authorizationHeader(request),
        };
      },
      word,
      requestOf(answer),
    );
    shouldAnswer(answer, 200);
    const expected = { isAuth: true, needed: true, excluded: false, header: word };
    shouldBe(found, expected, 'What a new `SessionAuth` gives for a path, for an excluded path and for a header');
  });
});

test('[1.2] `AUTH_TYPE=session_auth` puts an instance of `SessionAuth` in force', {
  meta: {
    help: 'The table in `api/v1/auth/index.ts` knows which class belongs to which value. It holds classes; `auth` is an object of one.',
  },
}, async ({ server }) => {
  const found = await server.evaluate(
    ['api/v1/auth/index.ts', 'api/v1/auth/session_auth.ts'],
    async ([{ auth: inForce }, { SessionAuth }]) => {
      const auth: unknown = inForce;
      if (auth === null || auth === undefined) return String(auth);
      if (typeof auth === 'function') return `the class ${auth.name} itself, and no instance of it`;
      return auth instanceof SessionAuth ? 'a SessionAuth' : `an instance of ${auth.constructor.name}`;
    },
  );
  shouldBe(found, 'a SessionAuth', '`auth`, with `AUTH_TYPE=session_auth`,');
});

test('[1.3] without credentials, every protected path is 401', {
  meta: {
    security: 'anybody can use the API without logging in',
    help: 'The filter in `app.ts` works for every kind of auth. Is yours one, and is it in force?',
  },
}, async ({ http, random }) => {
  for (const path of ['/api/v1/users', '/api/v1/users/me', '/api/v1/stats', `/api/v1/${random.word()}`]) {
    shouldAnswer(await http.get(path), 401, UNAUTHORIZED);
  }
  shouldAnswer(
    await http.post('/api/v1/users').send({ email: random.email(), password: random.password() }),
    401,
    UNAUTHORIZED,
  );
  shouldAnswer(await http.delete(`/api/v1/users/${random.uuid()}`), 401, UNAUTHORIZED);
});

test('[1.3] good Basic credentials are 403: this auth does not take them', {
  meta: {
    security: 'anybody with a password gets in, though there are only sessions',
    help: '`SessionAuth` knows nobody yet. Which class does it extend: `Auth`, or one that reads passwords?',
  },
}, async ({ http, user }) => {
  for (const path of ['/api/v1/users', '/api/v1/users/me', `/api/v1/users/${user.id}`]) {
    shouldAnswer(await http.get(path).auth(user.email, user.password), 403, FORBIDDEN);
  }
});

test('[1.3] any other `Authorization` header is 403 too', {
  meta: {
    security: 'anybody can use the API with any header',
    help: 'There is a header, so it is not 401. It belongs to nobody, so the request does not pass.',
  },
}, async ({ http, random }) => {
  for (const header of [`Bearer ${random.word(20)}`, random.word(), `Basic ${random.word()}`]) {
    shouldAnswer(await http.get('/api/v1/stats').set('Authorization', header), 403, FORBIDDEN);
  }
});

test('[1.3] the excluded paths are open, and a path that only begins like one is not', {
  meta: {
    security: 'anybody can reach paths that only look like an open one',
    help: '`requireAuth` compares whole paths. Only an excluded path that ends in `*` stands for a beginning.',
  },
}, async ({ http, random }) => {
  shouldAnswer(await http.get('/api/v1/status'), 200, { status: 'OK' });
  shouldAnswer(await http.get('/api/v1/status/'), 200, { status: 'OK' });
  shouldAnswer(await http.get('/api/v1/forbidden'), 403, FORBIDDEN);
  const tail = random.word(4);
  for (const path of [
    `status${tail}`,
    `status/${tail}`,
    `forbidden${tail}`,
    `unauthorized/${tail}`,
    'Status',
    'statu',
  ]) {
    shouldAnswer(await http.get(`/api/v1/${path}`), 401, UNAUTHORIZED);
  }
});

describe('AUTH_TYPE=basic_auth', () => {
  test.override('environment', { AUTH_TYPE: 'basic_auth' });

  test('[1.2] `AUTH_TYPE=basic_auth` works as before', {
    meta: {
      guard: '`basic_auth` lost or replaced in the table',
      help: 'A new kind is a new line in the table. The other lines stay.',
    },
  }, async ({ server, http, user, random }) => {
    shouldBe(await kindInForce(server), 'a BasicAuth', '`auth`, with `AUTH_TYPE=basic_auth`,');
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).auth(user.email, user.password), 200, user.json);
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`).auth(user.email, random.password()), 403, FORBIDDEN);
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`), 401, UNAUTHORIZED);
  });
});

describe('AUTH_TYPE=auth', () => {
  test.override('environment', { AUTH_TYPE: 'auth' });

  test('[1.2] `AUTH_TYPE=auth` works as before', {
    meta: {
      security: 'anybody with a password gets in, though nobody should',
      guard: '`auth` lost or replaced in the table',
      help: 'A new kind is a new line in the table. The other lines stay.',
    },
  }, async ({ server, http, user }) => {
    shouldBe(await kindInForce(server), 'an Auth', '`auth`, with `AUTH_TYPE=auth`,');
    shouldAnswer(await http.get('/api/v1/stats').auth(user.email, user.password), 403, FORBIDDEN);
  });
});

describe('without AUTH_TYPE', () => {
  test.override('environment', {});

  test('[1.2] without `AUTH_TYPE` there is no authentication, as before', {
    meta: {
      guard: 'the new kind is in force where nobody asked for it',
      help: 'Unset means: `auth` is `null`, and every path is open.',
    },
  }, async ({ server, http, user }) => {
    shouldBe(await kindInForce(server), 'null', '`auth`, without `AUTH_TYPE`,');
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`), 200, user.json);
  });
});

describe('an unknown AUTH_TYPE', () => {
  test.override('environment', ({ random }) => ({ AUTH_TYPE: `session_auth_${random.word(6)}` }));

  test('[1.2] an unknown `AUTH_TYPE` stops the server at start, and the sentence lists `session_auth`', {
    meta: {
      help: 'A typing error must not open the API. The list in the sentence is made from the table.',
    },
  }, async ({ server, environment }) => {
    const unknown = String(environment.AUTH_TYPE);
    shouldList(['auth', 'basic_auth', 'session_auth'], await refusalOf(server, unknown), unknown);
  });
});

/** What somebody might take for no authentication, or for one of the known kinds. */
const NEARLY = ['none', 'null', 'undefined', 'false', 'off', '0', 'Basic_Auth', ' auth', 'basic', 'basic_auth2'];

describe('a name that every object has', () => {
  test.override('environment', { AUTH_TYPE: 'constructor' });

  test('[1.2] `AUTH_TYPE=constructor` is unknown too, and stops the server', {
    meta: {
      security: 'a typing error in `AUTH_TYPE` opens the API to anybody',
      guard:
        'the table is a plain object: what every object inherits is "found", and something is in force that is no auth',
      help: 'What does the table find for a name that every object inherits?',
    },
  }, async ({ server }) => {
    await refusalOf(server, 'constructor');
  });
});

test('[1.2] what means "nothing" elsewhere, or is nearly a kind of authentication, is unknown as well', {
  meta: {
    security: 'a typing error in `AUTH_TYPE` opens the API to anybody',
    guard: 'some words switch authentication off, or a kind is found by a part of its name or in any letters',
    help: 'Only where `AUTH_TYPE` is not set is there no authentication. Every other text must be just one of the known ones.',
  },
}, async ({ servers }) => {
  for (const name of NEARLY)
    await refusalOf(
      await servers.next({ environment: { AUTH_TYPE: name }, fakeTimers: false, database: 'memory' }),
      name,
    );
});

/** What kind of auth is in force, in words. Asks for no file of this task, so a guard says the same before it. */
function kindInForce(server: LearnerServer): Promise<string> {
  return server.evaluate(
    ['api/v1/auth/index.ts', 'api/v1/auth/auth.ts', 'api/v1/auth/basic_auth.ts'],
    async ([{ auth: inForce }, { Auth }, { BasicAuth }]) => {
      const auth: unknown = inForce;
      if (auth instanceof BasicAuth) return 'a BasicAuth';
      if (!(auth instanceof Auth)) return auth === null ? 'null' : `no auth (${typeof auth})`;
      return Object.getPrototypeOf(auth) === Auth.prototype
        ? 'an Auth'
        : `another kind of Auth (${auth.constructor.name})`;
    },
  );
}

walks(test, 1, '1.2, 1.3');
