import { describe } from 'vitest';
import { walks } from '../../checker/checks/walk/check.ts';
import { toText, words } from '../../checker/harness/data.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { type HttpClient, requestOf } from '../../checker/harness/http.ts';
import { should, shouldBe } from '../../checker/harness/judge.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';

const test = checks({ environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '_my_session_id' } });

const NAME = '_my_session_id';

test('[4.2] `sessionCookie(request)` gives the value of the session cookie', {
  meta: { help: 'cookie-parser has read the cookies of every request already. Where does it leave them?' },
}, async ({ server, http, random }) => {
  const value = random.uuid();
  shouldBe(
    await sessionCookie(server, http, `${NAME}=${value}`),
    value,
    `\`sessionCookie\` for \`Cookie: ${NAME}=${value}\``,
  );
  const isPromise = await server.evaluate(
    'api/v1/auth/auth.ts',
    async ({ Auth }, request: never) => {
      const given: unknown = new Auth().sessionCookie(request);
      return given instanceof Promise;
    },
    requestOf(await http.get('/api/v1/status')),
  );
  should(!isPromise, {
    reason: '`sessionCookie` should give the text itself, but it gives a promise.',
    expected: words('a string, or null'),
    actual: words('a promise'),
  });
});

test('[4.2] it finds the session cookie among others, wherever it stands', {
  meta: { help: 'A browser sends all its cookies in one header, in any order.' },
}, async ({ server, http, random }) => {
  const value = random.uuid();
  const [first, second] = [`${random.cookieName()}=${random.word()}`, `${random.cookieName()}=${random.word()}`];
  const pair = `${NAME}=${value}`;
  for (const header of [
    [pair, first, second],
    [first, pair, second],
    [first, second, pair],
  ].map((pairs) => pairs.join('; '))) {
    shouldBe(await sessionCookie(server, http, header), value, `\`sessionCookie\` for \`Cookie: ${header}\``);
  }
});

test('[4.2] the value may have `=` in it', {
  meta: { help: 'Only the first `=` parts name and value. The others belong to the value.' },
}, async ({ server, http, random }) => {
  for (const value of [`${random.word(4)}=${random.word(4)}`, `${random.word(5)}==`, `=${random.word(3)}`]) {
    shouldBe(
      await sessionCookie(server, http, `${NAME}=${value}`),
      value,
      `\`sessionCookie\` for \`Cookie: ${NAME}=${value}\``,
    );
  }
});

test('[4.2] the value is decoded: `C%20is%20fun` is `C is fun`', {
  meta: { help: 'In a cookie, `%20` stands for a space. cookie-parser decodes every value, once.' },
}, async ({ server, http, random }) => {
  const [left, right] = [random.word(3), random.word(4)];
  for (const value of [
    ` ${left.toUpperCase()} `,
    `${left} is ${right}`,
    `${left};${right}`,
    `${left}=é\u{1f511}`,
    `${left}%20${right}`,
    `${left},"${right}"`,
  ]) {
    const header = `${NAME}=${encodeURIComponent(value)}`;
    shouldBe(await sessionCookie(server, http, header), value, `\`sessionCookie\` for \`Cookie: ${header}\``);
  }
});

test('[4.2] a `+` in the value stays a `+`', {
  meta: { help: 'A `+` is a space in a form, but not in a cookie.' },
}, async ({ server, http, random }) => {
  const value = `${random.word(3)}+${random.word(3)}`;
  shouldBe(
    await sessionCookie(server, http, `${NAME}=${value}`),
    value,
    `\`sessionCookie\` for \`Cookie: ${NAME}=${value}\``,
  );
});

test('[4.2, 4.1] each request has its own cookie', {
  meta: {
    security: 'a request is given the session of another one',
    help: 'The method reads from the request that it is given, whichever came last.',
  },
}, async ({ server, http, random }) => {
  const [first, second] = [random.uuid(), random.uuid()];
  const older = await http.get('/api/v1/status').set('Cookie', `${NAME}=${first}`);
  const newer = await http.get('/api/v1/status').set('Cookie', `${NAME}=${second}`);
  const none = await http.get('/api/v1/status');
  const found = await server.evaluate(
    'api/v1/auth/auth.ts',
    async ({ Auth }, older: never, newer: never, none: never) => {
      const auth = new Auth();
      return [
        await auth.sessionCookie(newer),
        await auth.sessionCookie(older),
        await auth.sessionCookie(none),
        await auth.sessionCookie(newer),
      ];
    },
    requestOf(older),
    requestOf(newer),
    requestOf(none),
  );
  shouldBe(found, [second, first, null, second], 'The list of cookies of four requests');
});

test('[4.2] every kind of auth has it, because `Auth` has it', {
  meta: { help: 'The method belongs into `Auth`. The other classes inherit it.' },
}, async ({ server, http, random }) => {
  const value = random.uuid();
  const answer = await http.get('/api/v1/status').set('Cookie', `${NAME}=${value}`);
  const found = await server.evaluate(
    ['api/v1/auth/basic_auth.ts', 'api/v1/auth/session_auth.ts', 'api/v1/auth/index.ts'],
    async ([{ BasicAuth }, { SessionAuth }, { auth }], request: never) => ({
      BasicAuth: await new BasicAuth().sessionCookie(request),
      SessionAuth: await new SessionAuth().sessionCookie(request),
      auth: await auth?.sessionCookie(request),
    }),
    requestOf(answer),
  );
  shouldBe(found, { BasicAuth: value, SessionAuth: value, auth: value }, '`sessionCookie(request)` of each');
});

test('[4.1] without a request it gives `null`', {
  meta: { help: '`undefined`, `null` and no argument at all. There is nothing to read a cookie from then.' },
}, async ({ server, http, random }) => {
  const value = random.uuid();
  shouldBe(
    await sessionCookie(server, http, `${NAME}=${value}`),
    value,
    '`sessionCookie` of a request with the cookie',
  );
  const found = await server.evaluate('api/v1/auth/auth.ts', async ({ Auth }) => {
    const auth = new Auth();
    return {
      none: await auth.sessionCookie(),
      undefined: await auth.sessionCookie(undefined),
      null: await auth.sessionCookie(null),
    };
  });
  shouldBe(found.none, null, '`sessionCookie()`');
  shouldBe(found.undefined, null, '`sessionCookie(undefined)`');
  shouldBe(found.null, null, '`sessionCookie(null)`');
});

test('[4.1] a request without any cookie gives `null`', {
  meta: { help: 'The answer is `null`, not `undefined`, and no error.' },
}, async ({ server, http }) => {
  shouldBe(await sessionCookie(server, http), null, '`sessionCookie` of a request without cookies');
});

test('[4.1] other cookies are no session cookie', {
  meta: {
    security: 'another cookie is taken for the session',
    help: 'The name must be the same from its first to its last character. The value of another cookie does not count.',
  },
}, async ({ server, http, random }) => {
  const value = random.uuid();
  shouldBe(
    await sessionCookie(server, http, `${NAME}=${value}`),
    value,
    '`sessionCookie` of a request with the cookie',
  );
  const word = random.word(4);
  for (const header of [
    `${word}=${value}`,
    `${NAME}${word}=${value}`,
    `${word}${NAME}=${value}`,
    `${word}=${NAME}`,
    `${word}=x&${NAME}=${value}`,
  ]) {
    shouldBe(await sessionCookie(server, http, header), null, `\`sessionCookie\` for \`Cookie: ${header}\``);
  }
});

test('[4.1] the session id is taken from the cookie and from nowhere else', {
  meta: {
    security: 'a session can be taken from addresses or headers, which end up in logs',
    help: 'Header, query and body are not the place of a session id.',
  },
}, async ({ server, http, random }) => {
  const value = random.uuid();
  shouldBe(
    await sessionCookie(server, http, `${NAME}=${value}`),
    value,
    '`sessionCookie` of a request with the cookie',
  );
  const answer = await http
    .get(`/api/v1/status?${NAME}=${value}`)
    .set(NAME, value)
    .set('Authorization', `${NAME}=${value}`);
  const found = await server.evaluate(
    'api/v1/auth/auth.ts',
    async ({ Auth }, request: never) => {
      const auth = new Auth();
      return auth.sessionCookie(request);
    },
    requestOf(answer),
  );
  shouldBe(
    found,
    null,
    '`sessionCookie` of a request that has the name in its query and its headers, but in no cookie,',
  );
});

test('[4.4] a value that cookie-parser reads as JSON gives a string or `null`', {
  meta: {
    help: 'cookie-parser makes an object, a number or something else out of a value that begins with `j:`. What type has a session id?',
  },
}, async ({ server, http, random }) => {
  const word = random.word(4);
  for (const value of [
    `j:{"a":"${word}"}`,
    'j:{}',
    `j:["${word}"]`,
    `j:${random.integer(1, 1e6)}`,
    'j:0',
    'j:true',
    'j:false',
    'j:null',
    `j:"${word}"`,
  ]) {
    await shouldBeTextOrNull(server, http, `${NAME}=${value}`);
    await shouldBeTextOrNull(server, http, `${NAME}=${encodeURIComponent(value)}`);
  }
});

test('[4.4] repeated cookies and garbage give a string or `null`', {
  meta: { help: 'Whatever a client sends, this method has an answer: no list, no object, and no error.' },
}, async ({ server, http, random }) => {
  const [first, second] = [random.word(), random.word()];
  const headers = [
    `${NAME}=${first}; ${NAME}=${second}`,
    `${NAME}=j:{}; ${NAME}=${second}`,
    NAME,
    `${NAME}=%`,
    `${NAME}=%E0%A4%A`,
    `${NAME}="`,
    `${NAME}=s:${first}.${second}`,
    `${NAME}=${first.repeat(300)}`,
    `=${first}; ;;=; ${NAME}; __proto__=${first}`,
    `${NAME}[]=${first}; ${NAME}[a]=${second}`,
    'j:{}',
  ];
  for (const header of headers) await shouldBeTextOrNull(server, http, header);
});

describe('with another SESSION_NAME', () => {
  test.override('environment', ({ ownCookieName }) => ({ AUTH_TYPE: 'session_auth', SESSION_NAME: ownCookieName }));

  test('[4.3] with another `SESSION_NAME`, the cookie of that name is read', {
    meta: { help: 'The name comes from the environment of the server. It stands nowhere in the code.' },
  }, async ({ server, http, environment, random }) => {
    const value = random.uuid();
    const name = String(environment.SESSION_NAME);
    const what = `With \`SESSION_NAME=${name}\`, \`sessionCookie\``;
    shouldBe(await sessionCookie(server, http, `${name}=${value}`), value, `${what} for \`Cookie: ${name}=${value}\``);
    const both = `${NAME}=${random.uuid()}; ${name}=${value}`;
    shouldBe(await sessionCookie(server, http, both), value, `${what} for \`Cookie: ${both}\``);
    shouldBe(await sessionCookie(server, http, `${NAME}=${value}`), null, `${what} for \`Cookie: ${NAME}=${value}\``);
  });

  test('[4.3] a cookie whose name only begins or ends like it is another cookie', {
    meta: { help: 'Are whole names compared, or is the name looked for somewhere in the header?' },
  }, async ({ server, http, environment, random }) => {
    const value = random.uuid();
    const name = String(environment.SESSION_NAME);
    const what = `With \`SESSION_NAME=${name}\`, \`sessionCookie\``;
    shouldBe(await sessionCookie(server, http, `${name}=${value}`), value, `${what} for \`Cookie: ${name}=${value}\``);
    const word = random.word(3);
    for (const other of [
      `${name}${word}`,
      `${name}_2`,
      `${word}${name}`,
      name.slice(0, -1),
      name.slice(1),
      name.toUpperCase(),
    ]) {
      shouldBe(
        await sessionCookie(server, http, `${other}=${value}`),
        null,
        `${what} for \`Cookie: ${other}=${value}\``,
      );
    }
    const header = `${name}${word}=${random.uuid()}; ${name}=${value}`;
    shouldBe(await sessionCookie(server, http, header), value, `${what} for \`Cookie: ${header}\``);
  });
});

describe('with a SESSION_NAME that has special characters', () => {
  test.override('environment', ({ random }) => ({
    AUTH_TYPE: 'session_auth',
    SESSION_NAME: `${random.word(4)}.${random.word(4)}$`,
  }));

  test('[4.3] a name with special characters is a name like any other', {
    meta: { help: 'A cookie name may have `.` and `$` in it. In a regular expression they mean something else.' },
  }, async ({ server, http, environment, random }) => {
    const value = random.uuid();
    const name = String(environment.SESSION_NAME);
    const what = `With \`SESSION_NAME=${name}\`, \`sessionCookie\``;
    shouldBe(await sessionCookie(server, http, `${name}=${value}`), value, `${what} for \`Cookie: ${name}=${value}\``);
    const other = name.replace('.', 'x');
    shouldBe(await sessionCookie(server, http, `${other}=${value}`), null, `${what} for \`Cookie: ${other}=${value}\``);
  });
});

describe('with a SESSION_NAME that every object has', () => {
  test.override('environment', { AUTH_TYPE: 'session_auth', SESSION_NAME: 'constructor' });

  test('[4.3, 4.4] what every object inherits is no cookie', {
    meta: { help: 'A plain object has a property `constructor` that no client has sent.' },
  }, async ({ server, http, servers, random }) => {
    const value = random.uuid();
    const what = 'With `SESSION_NAME=constructor`, `sessionCookie`';
    shouldBe(
      await sessionCookie(server, http, `constructor=${value}`),
      value,
      `${what} for \`Cookie: constructor=${value}\``,
    );
    shouldBe(
      await sessionCookie(server, http, `${random.word()}=${value}`),
      null,
      `${what} of a request with another cookie`,
    );
    shouldBe(await sessionCookie(server, http), null, `${what} of a request without cookies`);

    // cookie-parser cannot carry a cookie of this name: whether it is found is nobody's question.
    const proto = await servers.next({
      environment: { AUTH_TYPE: 'session_auth', SESSION_NAME: '__proto__' },
      fakeTimers: false,
      database: 'memory',
    });
    for (const header of [`__proto__=${value}`, `${random.word()}=${value}`])
      await shouldBeTextOrNull(proto, proto.http, header, 'The server runs with `SESSION_NAME=__proto__`. ');
  });
});

describe('without SESSION_NAME', () => {
  test.override('environment', { AUTH_TYPE: 'session_auth' });

  test('[4.2] without `SESSION_NAME`, the cookie is `_my_session_id`', {
    meta: { help: 'The variable has a default. The table of variables in the specification names it.' },
  }, async ({ server, http, random }) => {
    const value = random.uuid();
    const what = 'Without `SESSION_NAME`, `sessionCookie`';
    shouldBe(await sessionCookie(server, http, `${NAME}=${value}`), value, `${what} for \`Cookie: ${NAME}=${value}\``);
    shouldBe(
      await sessionCookie(server, http, `undefined=${value}`),
      null,
      `${what} for \`Cookie: undefined=${value}\``,
    );
  });
});

walks(test, 4, '4.1, 4.2, 4.3, 4.4');

/** What `sessionCookie` of a new `Auth` gives for a real request with this `Cookie` header. */
async function sessionCookie(server: LearnerServer, http: HttpClient, header?: string): Promise<unknown> {
  const request = http.get('/api/v1/status');
  const answer = await (header === undefined ? request : request.set('Cookie', header));
  return server.evaluate(
    'api/v1/auth/auth.ts',
    async ({ Auth }, request: never) => {
      const auth = new Auth();
      return auth.sessionCookie(request);
    },
    requestOf(answer),
  );
}

async function shouldBeTextOrNull(server: LearnerServer, http: HttpClient, header: string, under = ''): Promise<void> {
  const value = await sessionCookie(server, http, header);
  should(value === null || typeof value === 'string', {
    reason: `${under}For \`Cookie: ${header.slice(0, 80)}\`, \`sessionCookie\` should give a string or \`null\`, but it gives ${toText(value)}.`,
    expected: words('a string, or null'),
    actual: value,
  });
}
