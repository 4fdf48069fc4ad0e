import { describe } from 'vitest';
import { postUnreadable } from '../../checker/checks/unreadable.ts';
import { walks } from '../../checker/checks/walk/check.ts';
import { words } from '../../checker/harness/data.ts';
import { checks } from '../../checker/harness/fixtures.ts';
import { currentUserOf, givenUser, type KnownUser } from '../../checker/harness/given.ts';
import { type Answer, requestOf } from '../../checker/harness/http.ts';
import { should, shouldAnswer, shouldBe, shouldBeUser, shouldHaveHeader } from '../../checker/harness/judge.ts';
import type { LearnerServer } from '../../checker/harness/server.ts';
import { together } from '../../checker/harness/together.ts';

const test = checks({ environment: { AUTH_TYPE: 'basic_auth' } });

const ME = '/api/v1/users/me';
const NOT_FOUND = { error: 'Not found' };
const WRONG_FORMAT = { error: 'Wrong format' };

test('[0.1] a request with good credentials has its user on `request.currentUser`', {
  meta: { help: 'The filter before each request asks the auth for the current user. Where does it leave the answer?' },
}, async ({ server, http, user }) => {
  const answer = await http.get('/api/v1/users').auth(user.email, user.password);
  shouldAnswer(answer, 200);
  shouldBeUser(await currentUserOf(server, answer), user);
});

test('[0.1] every route finds the current user there, whatever its path and method', {
  meta: { help: 'The current user belongs to the filter before all routes, not to one of them.' },
}, async ({ server, http, user, random }) => {
  const change = await http.put(`/api/v1/users/${user.id}`).auth(user.email, user.password).send({});
  const unknown = await http.get(`/api/v1/${random.word()}`).auth(user.email, user.password);
  const stats = await http.get('/api/v1/stats').auth(user.email, user.password);
  for (const answer of [change, unknown, stats]) {
    const { id } = ((await currentUserOf(server, answer)) ?? {}) as { id?: unknown };
    shouldBe(id, user.id, `The id of \`request.currentUser\` for ${answer.request.method} ${path(answer)}`);
  }
});

test('[0.1] requests that come at the same time each have their own user', {
  meta: {
    security: 'anybody can be taken for another user whose request comes at the same time',
    help: 'A place that all requests share can hold one user only. The request is a place that nobody shares.',
  },
}, async ({ server, http, user, random }) => {
  const other = await givenUser(server, random);
  const users = [user, other, user, other, other, user];
  const answers = await together(users.map(({ email, password }) => http.get('/api/v1/stats').auth(email, password)));
  for (const [index, answer] of answers.entries()) {
    shouldBeUser(await currentUserOf(server, answer), users[index] as KnownUser);
  }
});

test('[0.1] a request with a wrong password has no current user', {
  meta: {
    security: 'anybody can act as a user without the password',
    help: 'Nothing of an earlier request may be left over. What does `auth.currentUser` give here?',
  },
}, async ({ server, http, user, random }) => {
  const good = await http.get('/api/v1/stats').auth(user.email, user.password);
  shouldBeUser(await currentUserOf(server, good), user);
  const bad = await http.get('/api/v1/stats').auth(user.email, random.password());
  shouldAnswer(bad, 403, { error: 'Forbidden' });
  // A filter that refuses the request before it puts anything there is right as well.
  const found = await server.evaluate(
    'models/user.ts',
    async (_, request: { currentUser?: unknown }) =>
      Object.hasOwn(request, 'currentUser') ? request.currentUser : null,
    requestOf(bad),
  );
  shouldBe(found, null, '`request.currentUser` with a wrong password');
});

test('[0.2] `GET /api/v1/users/me` answers the current user', {
  meta: {
    help: '`me` is no id. The user is on the request already: the route only has to send it in the wire format.',
  },
}, async ({ http, user }) => {
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
});

test('[0.2] `me` is the user who asks, also when others ask at the same time', {
  meta: {
    security: 'anybody can be shown another user as `me`',
    help: 'Is the user read from the request that is being answered?',
  },
}, async ({ server, http, user, random }) => {
  const other = await givenUser(server, random);
  const users = [other, user, other, user];
  const answers = await together(users.map(({ email, password }) => http.get(ME).auth(email, password)));
  for (const [index, { json }] of users.entries()) shouldAnswer(answers[index] as Answer, 200, json);
});

test('[0.2] `/users/me/`, `/users/me?…` and `HEAD` lead to the same route', {
  meta: {
    help: 'All routes of the API take a slash at the end, and a query is no part of the path. The router does both by itself.',
  },
}, async ({ http, user, random }) => {
  shouldAnswer(await http.get(`${ME}/`).auth(user.email, user.password), 200, user.json);
  shouldAnswer(
    await http.get(`${ME}?${random.word()}=${random.word()}`).auth(user.email, user.password),
    200,
    user.json,
  );
  shouldAnswer(await http.head(ME).auth(user.email, user.password), 200);
});

test('[0.2] `me` shows the user as it is now, after a change of its name', {
  meta: { help: 'Is the user looked up for each request, or remembered from an earlier one?' },
}, async ({ http, user, random }) => {
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
  const names = { first_name: random.word(7), last_name: random.word(5) };
  const change = await http.put(`/api/v1/users/${user.id}`).auth(user.email, user.password).send(names);
  shouldAnswer(change, 200);
  const answer = await http.get(ME).auth(user.email, user.password);
  shouldAnswer(answer, 200);
  shouldBe(namesOf(answer), names, 'The names after the change');
});

test('[0.2] `me` answers a user without names: they are `null`', {
  meta: { help: 'The JSON of a user is the same on every route. The model can make it.' },
}, async ({ http, user, random }) => {
  const credentials = { email: random.email(), password: random.password() };
  const created = await http.post('/api/v1/users').auth(user.email, user.password).send(credentials);
  shouldAnswer(created, 201);
  const answer = await http.get(ME).auth(credentials.email, credentials.password);
  shouldAnswer(answer, 200);
  shouldBe(namesOf(answer), { first_name: null, last_name: null }, 'The names of a user that has none');
});

test('[0.2] `me` is for good credentials only', {
  meta: {
    security: 'anybody can read `users/me` without the right password',
    help: 'The filter comes before the route: 401 without credentials, 403 with wrong ones.',
  },
}, async ({ http, user, random }) => {
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
  shouldAnswer(await http.get(ME), 401, { error: 'Unauthorized' });
  shouldAnswer(await http.get(ME).auth(user.email, random.password()), 403, { error: 'Forbidden' });
  shouldAnswer(await http.get(ME).auth(random.email(), user.password), 403, { error: 'Forbidden' });
});

test('[0.4] only `me` in small letters is `me`', {
  meta: { help: 'Every other id is an ordinary one, and of these there is no user: 404. Paths are case sensitive.' },
}, async ({ http, user }) => {
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
  for (const id of ['Me', 'ME', 'mE', 'mee', 'ame', 'm']) {
    shouldAnswer(await http.get(`/api/v1/users/${id}`).auth(user.email, user.password), 404);
  }
});

test('[0.4] `PUT /api/v1/users/me` is 404, and changes nobody', {
  meta: { help: '`me` is for reading. `PUT` takes it as an id like any other, and nobody has this id.' },
}, async ({ http, user, random }) => {
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
  const names = { first_name: random.word(), last_name: random.word() };
  shouldAnswer(await http.put(ME).auth(user.email, user.password).send(names), 404);
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
});

test('[0.4] `DELETE /api/v1/users/me` is 404, and deletes nobody', {
  meta: { help: '`me` is for reading. `DELETE` takes it as an id like any other, and nobody has this id.' },
}, async ({ http, user }) => {
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
  shouldAnswer(await http.delete(ME).auth(user.email, user.password), 404);
  shouldAnswer(await http.get(ME).auth(user.email, user.password), 200, user.json);
});

test('[0.4] an ordinary id still finds its own user, whoever asks', {
  meta: { guard: 'ordinary ids broken while `me` was added', help: 'Only the id `me` stands for the current user.' },
}, async ({ server, http, user, random }) => {
  const other = await givenUser(server, random);
  shouldAnswer(await http.get(`/api/v1/users/${other.id}`).auth(user.email, user.password), 200, other.json);
  shouldAnswer(await http.get(`/api/v1/users/${user.id}`).auth(user.email, user.password), 200, user.json);
  shouldAnswer(await http.get(`/api/v1/users/${random.uuid()}`).auth(user.email, user.password), 404);
});

test('[0.4] an ordinary id can still be changed and deleted', {
  meta: {
    guard: '`PUT` or `DELETE` broken while `me` was added',
    help: 'These two routes need no change in this task.',
  },
}, async ({ server, http, user, random }) => {
  const other = await givenUser(server, random);
  const names = { first_name: random.word(), last_name: random.word() };
  const change = await http.put(`/api/v1/users/${other.id}`).auth(user.email, user.password).send(names);
  shouldAnswer(change, 200);
  shouldBe(namesOf(change), names, 'The names after the change');
  shouldAnswer(await http.delete(`/api/v1/users/${other.id}`).auth(user.email, user.password), 200, {});
  shouldAnswer(await http.get(`/api/v1/users/${other.id}`).auth(user.email, user.password), 404);
  shouldAnswer(await http.get(`/api/v1/users/${user.id}`).auth(user.email, user.password), 200, user.json);
});

test('[0.4] who changes the names of a user changes neither the e-mail nor the password', {
  meta: {
    security: 'anybody who is logged in can take over any account',
    guard: '`PUT` learned to change more than names while `me` was added',
    help: 'Names alone can be changed: who could change an e-mail or a password would have the account.',
  },
}, async ({ server, http, user, random }) => {
  const other = await givenUser(server, random);
  const body = { first_name: random.word(), email: random.email(), password: random.password() };
  await http.put(`/api/v1/users/${other.id}`).auth(user.email, user.password).send(body);
  const list = await http.get('/api/v1/users').auth(user.email, user.password);
  const found = [(list.body ?? []) as { id?: unknown; email?: unknown }[]].flat().find(({ id }) => id === other.id);
  shouldBe(found?.email, other.email, 'The e-mail after a change of the names');
  const help = 'This password came with a change of the names, and the change ignores passwords.';
  shouldAnswer(await http.get('/api/v1/stats').auth(other.email, body.password), 403, { error: 'Forbidden' }, help);
  shouldAnswer(await http.get('/api/v1/stats').auth(other.email, other.password), 200);
});

test('[0.5] the JSON of `me` has the six public fields and nothing else', {
  meta: {
    security: 'an answer shows the password of a user, or its hash',
    help: 'The wire format of a user leaves out everything that is about the password.',
  },
}, async ({ server, http, user }) => {
  const answer = await http.get(ME).auth(user.email, user.password);
  shouldAnswer(answer, 200);
  shouldHavePublicFields(answer);
  shouldKeepSecret(answer, user, await secretsOf(server, user));
  shouldAnswer(answer, 200, user.json);
});

test('[0.5] no other answer carries the password or its hash', {
  meta: {
    security: 'an answer shows the password of a user, or its hash',
    guard: "a user's JSON carries the password or its hash",
    help: 'Everything about a user that leaves the server goes through `toJson()`.',
  },
}, async ({ server, http, user, random }) => {
  const secrets = await secretsOf(server, user);
  const { email, password } = user;
  const change = { first_name: random.word(), password };
  const fresh = { email: random.email(), password };
  const shown: [Answer, number][] = [
    [await http.get(`/api/v1/users/${user.id}`).auth(email, password), 200],
    [await http.put(`/api/v1/users/${user.id}`).auth(email, password).send(change), 200],
    [await http.post('/api/v1/users').auth(email, password).send(fresh), 201],
  ];
  const others: [Answer, number][] = [
    [await http.get('/api/v1/users').auth(email, password), 200],
    [await http.post('/api/v1/users').auth(email, password).send({ email, password }), 400],
    [await http.get('/api/v1/users').auth(random.email(), password), 403],
  ];
  for (const [answer, status] of [...shown, ...others]) {
    shouldAnswer(answer, status);
    shouldKeepSecret(answer, user, secrets);
  }
  for (const [answer] of shown) shouldHavePublicFields(answer);
});

test('[0.1] the paths that need no authentication stay open, even with wrong credentials', {
  meta: {
    guard: 'the current user is asked for, and its absence punished, before the excluded paths are let through',
    help: 'Only a request that needs authentication is asked for its user.',
  },
}, async ({ http, user, random }) => {
  shouldAnswer(await http.get('/api/v1/status'), 200, { status: 'OK' });
  shouldAnswer(await http.get('/api/v1/status').auth(user.email, random.password()), 200, { status: 'OK' });
  shouldAnswer(await http.get('/api/v1/forbidden'), 403, { error: 'Forbidden' });
  shouldAnswer(await http.get('/api/v1/unauthorized/'), 401, { error: 'Unauthorized' });
  shouldAnswer(await http.get('/api/v1/statusx'), 401, { error: 'Unauthorized' });
});

test('[0.1] credentials are judged before the body is read, and before the path is looked for', {
  meta: {
    security: 'anybody can get past the filter without credentials',
    guard: 'the filter moved behind the body parsers or the routes',
    help: 'The filter keeps its place in `app.ts`. Who is not let in learns nothing and makes the server read nothing.',
  },
}, async ({ http, random }) => {
  for (const answer of await postUnreadable(http, '/api/v1/users'))
    shouldAnswer(answer, 401, { error: 'Unauthorized' });
  shouldAnswer(await http.get(`/api/v1/${random.word()}`), 401, { error: 'Unauthorized' });
  shouldAnswer(await http.put('/api/v1/stats').auth(random.email(), random.password()), 403, { error: 'Forbidden' });
});

describe('without AUTH_TYPE', () => {
  test.override('environment', {});

  test('[0.3] with no authentication at all, `me` is 404', {
    meta: {
      security: 'anybody is taken for a user',
      guard: 'without a current user, `me` answers 200 with `null`, 400, 401 or 500',
      help: 'Without `AUTH_TYPE` there is no auth to ask, and so no current user. There is nothing at `me` then.',
    },
  }, async ({ http, user }) => {
    const answers = [await http.get(ME), await http.get(`${ME}/`), await http.get(ME).auth(user.email, user.password)];
    for (const answer of answers) {
      shouldAnswer(answer, 404);
      const { error } = (answer.body ?? {}) as { error?: unknown };
      shouldBe(typeof error, 'string', `The type of \`error\` in the body of GET ${path(answer)}`);
    }
  });

  test('[0.3] with no authentication at all, the other routes answer as before', {
    meta: {
      guard: 'the current user is asked for although there is no auth: every path is 500',
      help: 'Without `AUTH_TYPE`, `auth` is `null`. What happens first in the filter: the test for that, or the question for the user?',
    },
  }, async ({ http, user, random }) => {
    shouldAnswer(await http.get('/api/v1/status'), 200, { status: 'OK' });
    shouldAnswer(await http.get('/api/v1/stats'), 200);
    shouldAnswer(await http.get(`/api/v1/users/${user.id}`), 200, user.json);
    shouldAnswer(await http.get(`/api/v1/${random.word()}`), 404, { error: 'Not found' });
  });
});

describe('with an authentication that knows nobody', () => {
  test.override('environment', { AUTH_TYPE: 'auth' });

  test('[0.1] `AUTH_TYPE=auth` lets nobody in', {
    meta: {
      security: 'anybody can get past the filter',
      guard: 'a request without a current user passes',
      help: 'Where `auth.currentUser` gives `null`, the filter answers 403 and the request goes no further.',
    },
  }, async ({ http, user }) => {
    for (const path of [ME, '/api/v1/stats', `/api/v1/users/${user.id}`]) {
      shouldAnswer(await http.get(path), 401, { error: 'Unauthorized' });
      shouldAnswer(await http.get(path).auth(user.email, user.password), 403, { error: 'Forbidden' });
    }
  });
});

test('[0.4] users are listed, made and changed as before, and refused for the same reasons', {
  meta: {
    guard: 'a route of the users broken while `me` was added',
    help: 'Only `GET /users/me` is new. What did the other routes of `views/users.ts` answer before?',
  },
}, async ({ http, user, random }) => {
  const { email, password } = user;
  const post = (body: object | string) => http.post('/api/v1/users').auth(email, password).send(body);
  const put = (id: string, body: object) => http.put(`/api/v1/users/${id}`).auth(email, password).send(body);
  const fresh = () => ({ email: random.email(), password: random.password() });

  const broken = http.post('/api/v1/users').auth(email, password).set('Content-Type', 'application/json');
  shouldAnswer(await broken.send('{"email":'), 400, WRONG_FORMAT);
  for (const body of [[], { ...fresh(), first_name: 5 }, { ...fresh(), last_name: {} }]) {
    shouldAnswer(await post(body), 400, WRONG_FORMAT, `The body was ${JSON.stringify(body)}`);
  }
  shouldAnswer(await post({ password: random.password() }), 400, { error: 'email missing' });
  shouldAnswer(await post({ email: random.email(), password: '' }), 400, { error: 'password missing' });
  shouldAnswer(await post({ email, password: random.password() }), 400, { error: 'email already registered' });
  const tooLarge = await post({ ...fresh(), first_name: 'x'.repeat(110_000) });
  shouldAnswer(tooLarge, 413);
  shouldBe(
    typeof (tooLarge.body as { error?: unknown })?.error,
    'string',
    'The type of `error` in the answer to a body over 100 kB',
  );

  const names = { first_name: random.word(6), last_name: random.word(8) };
  const made = await post({ ...fresh(), ...names });
  shouldAnswer(made, 201);
  shouldBe(namesOf(made), names, 'The names of a new user');
  const { id } = made.body as { id: string };
  const list = await http.get('/api/v1/users').auth(email, password);
  shouldAnswer(list, 200);
  const listed = [list.body ?? []].flat().filter((one: { id?: unknown } | null) => one?.id === id);
  shouldBe(listed, [made.body], 'What the list of users has of a new user');

  shouldAnswer(await put(id, { first_name: 5 }), 400, WRONG_FORMAT);
  shouldAnswer(await put(id, []), 400, WRONG_FORMAT);
  const change = await put(id, { first_name: null, last_name: random.word(5), email });
  shouldAnswer(change, 200);
  const { first_name, email: kept } = change.body as Record<string, unknown>;
  const before = { first_name: names.first_name, email: (made.body as Record<string, unknown>).email };
  shouldBe(
    { first_name, email: kept },
    before,
    'What a change leaves alone: a name that is `null` in it, and the e-mail,',
  );

  const nobody = `/api/v1/users/${random.uuid()}`;
  shouldAnswer(await http.get(nobody).auth(email, password), 404, NOT_FOUND);
  shouldAnswer(await http.put(nobody).auth(email, password).send([]), 404, NOT_FOUND);
  shouldAnswer(await http.delete(nobody).auth(email, password), 404, NOT_FOUND);
});

test('[0.4] paths and methods are told apart as before', {
  meta: {
    guard: 'the router, or the place of the filter, changed while the current user was added',
    help: 'The order and the settings in `app.ts` stay as they were given. Which line of it is new?',
  },
}, async ({ http, user, random }) => {
  const { email, password } = user;
  shouldAnswer(await http.get('/api/v1/status'), 200, { status: 'OK' });
  // What is not below /api/v1 needs no credentials. There is nothing.
  for (const path of [`/${random.word()}`, '/status']) {
    shouldAnswer(await http.get(path), 404, NOT_FOUND);
  }
  for (const path of ['Status', 'Users', 'users/x/y']) {
    shouldAnswer(await http.get(`/api/v1/${path}`).auth(email, password), 404, NOT_FOUND);
  }
  const others: [Answer, string][] = [
    [await http.delete('/api/v1/users').auth(email, password), 'GET, HEAD, POST'],
    [await http.patch(`/api/v1/users/${user.id}`).auth(email, password), 'GET, HEAD, PUT, DELETE'],
  ];
  for (const [answer, allowed] of others) {
    shouldAnswer(answer, 405, { error: 'Method not allowed' });
    shouldHaveHeader(answer, 'Allow', allowed);
  }
});

test('[0.4] `requireAuth` and `authorizationHeader` work as before', {
  meta: {
    guard: 'a method of `Auth` changed while another one was added',
    help: 'These two methods came with the code that you were given. No task asks you to change them.',
  },
}, async ({ server, http, random }) => {
  const word = random.word(6);
  const excluded = [`/${word}/`, '/open*'];
  const paths = [`/${word}`, `/${word}/`, `/${word}${word}`, '/open', '/opened/now', '/ope', ''];
  const header = `Basic ${random.word()}`;
  const answer = await http.get('/api/v1/status').set('Authorization', header);
  const result = await server.evaluate(
    'api/v1/auth/auth.ts',
    ({ Auth }, paths: string[], excluded: string[], request: never) => {
      const auth = new Auth();
      return {
        'needs authentication': paths.filter((path) => auth.requireAuth(path, excluded)),
        'without a path': auth.requireAuth(undefined, excluded),
        'without a list': auth.requireAuth(paths[0], undefined),
        'with an empty list': auth.requireAuth(paths[0], []),
        header: auth.authorizationHeader(request),
        'header of no request': auth.authorizationHeader(undefined),
      };
    },
    paths,
    excluded,
    requestOf(answer),
  );
  const expected = {
    'needs authentication': [`/${word}${word}`, '/ope', ''],
    'without a path': true,
    'without a list': true,
    'with an empty list': true,
    header,
    'header of no request': null,
  };
  shouldBe(result, expected, `What \`requireAuth\` says with ${excluded.join(' and ')} excluded, and the header`);
});

function path(answer: Answer): string {
  return new URL(String(answer.request.url)).pathname;
}

function namesOf(answer: Answer): unknown {
  const { first_name, last_name } = (answer.body ?? {}) as Record<string, unknown>;
  return { first_name, last_name };
}

function shouldHavePublicFields(answer: Answer): void {
  const fields = Object.keys((answer.body ?? {}) as object).sort();
  const what = `The list of fields in the answer to ${answer.request.method} ${path(answer)}`;
  shouldBe(fields, ['created_at', 'email', 'first_name', 'id', 'last_name', 'updated_at'], what);
}

/** What is stored of a user as text and is not public: its password's hash. */
function secretsOf(server: LearnerServer, user: KnownUser): Promise<string[]> {
  return server.evaluate(
    'models/user.ts',
    async ({ User }, id: string, known: unknown[]) => {
      const stored: unknown[] = Object.values((await User.get(id)) ?? {});
      return stored.filter(
        (value) => typeof value === 'string' && value.length >= 16 && !known.includes(value),
      ) as string[];
    },
    user.id,
    ['id', 'email', 'first_name', 'last_name', 'created_at', 'updated_at'].map((field) => user.json[field]),
  );
}

function shouldKeepSecret(answer: Answer, { password }: KnownUser, secrets: string[]): void {
  const request = `${answer.request.method} ${path(answer)}`;
  const reason = `The answer to ${request} carries the password of a user, or its hash.`;
  const isSilent = [password, ...secrets].every((secret) => !answer.text.includes(secret));
  should(isSilent, {
    reason,
    expected: words('an answer without either'),
    actual: answer.text,
    answer,
  });
}

walks(test, 0, '0.1, 0.2, 0.3, 0.4, 0.5');
