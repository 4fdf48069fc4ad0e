import { beforeAll, describe, expect, test } from 'vitest';
import { ask, cookieOf } from './client.ts';
import { contractServers, USER, UUID } from './contract_servers.ts';
import { KINDS, TAGS } from './databases.ts';
import { logIn, registered, statusOf } from './people.ts';

const { databases, start } = contractServers();

for (const kind of KINDS)
  describe(`sessions, with everything of the finished server around them, on ${kind}`, { tags: TAGS[kind] }, () => {
    describe.runIf(databases.has(kind))('in the database', () => {
      let url = '';
      beforeAll(async () => {
        ({ url } = await start(kind, 'sessions'));
      });

      test('a log-in judges e-mail, then password, then who it is', async () => {
        const { email, password } = await registered(url);
        const login = (body: string) =>
          ask(url, 'POST', '/api/v1/auth_session/login/', {
            body,
            headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          });
        expect(await login('')).toMatchObject({ status: 400, json: { error: 'email missing' } });
        expect(await login(`email=&password=x`)).toMatchObject({ status: 400, json: { error: 'email missing' } });
        expect(await login(`email=${email}&email=${email}&password=${password}`)).toMatchObject({
          status: 400,
          json: { error: 'email missing' },
        });
        expect(await login(`email=${email}`)).toMatchObject({ status: 400, json: { error: 'password missing' } });
        expect(await login('email=nobody&password=x')).toMatchObject({
          status: 404,
          json: { error: 'no user found for this email' },
        });
        const wrong = await login(`email=${email}&password=x`);
        expect(wrong).toMatchObject({ status: 401, json: { error: 'wrong password' }, cookies: [] });
      });

      test('each log-in gives a new session, in a cookie that scripts and other sites cannot use', async () => {
        const person = await registered(url);
        const planted = 'cafecafe-cafe-4afe-8afe-cafecafecafe';
        const answers = [
          await logIn(url, person),
          await ask(url, 'POST', '/api/v1/auth_session/login', {
            form: { email: person.email, password: person.password },
            cookie: `_my_session_id=${planted}`,
          }),
        ];
        for (const answer of answers) {
          expect(answer).toMatchObject({ status: 200, json: { ...USER, email: person.email } });
          expect(answer.cookies).toEqual([
            expect.stringMatching(/^_my_session_id=[0-9a-f-]{36}; Path=\/; HttpOnly; SameSite=Lax$/),
          ]);
          expect(cookieOf(answer).split('=')[1]).toMatch(UUID);
          expect(await statusOf(url, cookieOf(answer))).toBe(200);
        }
        expect(new Set([...answers.map(cookieOf), person.cookie]).size).toBe(3);
        expect(await statusOf(url, `_my_session_id=${planted}`)).toBe(403);
      });

      test('logout ends one session, on the server', async () => {
        const person = await registered(url);
        const other = cookieOf(await logIn(url, person));
        expect((await ask(url, 'DELETE', '/api/v1/auth_session/logout')).status).toBe(401);
        expect(await ask(url, 'DELETE', '/api/v1/auth_session/logout/', { cookie: person.cookie })).toMatchObject({
          status: 200,
          json: {},
        });
        expect(await statusOf(url, person.cookie)).toBe(403);
        expect(await statusOf(url, other)).toBe(200);
        expect((await ask(url, 'DELETE', '/api/v1/auth_session/logout', { cookie: person.cookie })).status).toBe(403);
      });

      test('the session of a deleted user opens nothing', async () => {
        const { cookie, id } = await registered(url);
        expect((await ask(url, 'DELETE', `/api/v1/users/${id}`, { cookie })).status).toBe(200);
        expect(await statusOf(url, cookie)).toBe(403);
      });

      test.each(['j:{"a":1}', '%00', '', 'constructor', '__proto__', '%F0%9F', `${'x'.repeat(5000)}`])(
        'the cookie %j opens nothing',
        async (value) => {
          expect([401, 403]).toContain(await statusOf(url, `_my_session_id=${value}`));
        },
      );
    });

    test.runIf(databases.has(kind))(
      'sessions outlive the end of the server, and end in time; a name of the cookie is honoured',
      async () => {
        const environment = { SESSION_NAME: 'sid', SESSION_DURATION: '4' };
        const first = await start(kind, 'restart', environment);
        const person = await registered(first.url);
        const started = Date.now();
        const gone = cookieOf(await logIn(first.url, person));
        expect(gone).toMatch(/^sid=/);
        await ask(first.url, 'DELETE', '/api/v1/auth_session/logout', { cookie: gone });
        await first.end('SIGKILL');
        const second = await start(kind, 'restart', environment);
        expect(await statusOf(second.url, gone)).toBe(403);
        if (Date.now() - started < 3500) expect(await statusOf(second.url, person.cookie)).toBe(200);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, 4200 - (Date.now() - started))));
        expect(await statusOf(second.url, person.cookie)).toBe(403);
        expect(await statusOf(second.url, cookieOf(await logIn(second.url, person)))).toBe(200);
        expect(second.log.some(({ event }) => event === 'expired')).toBe(true);
      },
    );

    test.runIf(databases.has(kind)).each(['auth', 'basic_auth', 'session_auth', 'session_exp_auth'])(
      'AUTH_TYPE=%s keeps working',
      async (type) => {
        const { url } = await start(kind, 'types', { AUTH_TYPE: type });
        expect((await ask(url, 'GET', '/api/v1/users/me')).status).toBe(401);
        expect((await ask(url, 'GET', '/api/v1/users/me', { headers: { Authorization: 'Basic eDp5' } })).status).toBe(
          403,
        );
        const login = await ask(url, 'POST', '/api/v1/auth_session/login', { form: { email: 'x', password: 'y' } });
        expect(login.status).toBe(404);
        expect((await ask(url, 'GET', '/login')).status).toBe(type.startsWith('session') ? 200 : 404);
      },
    );
  });
