import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from './client.ts';
import { contractServers, USER } from './contract_servers.ts';
import { KINDS, TAGS } from './databases.ts';
import { logIn, registered } from './people.ts';

const { databases, start } = contractServers();

for (const kind of KINDS)
  describe.runIf(databases.has(kind))(
    `the contract, with sessions in the database, on ${kind}`,
    { tags: TAGS[kind] },
    () => {
      let url = '';
      beforeAll(async () => {
        ({ url } = await start(kind, 'contract'));
      });

      test.each(['/api/v1/status', '/api/v1/status/'])('%s is open', async (path) => {
        expect(await ask(url, 'GET', path)).toMatchObject({ status: 200, json: { status: 'OK' } });
        expect(await ask(url, 'HEAD', path)).toMatchObject({ status: 200, text: '' });
      });

      test('the two examples of refusals are open', async () => {
        expect(await ask(url, 'GET', '/api/v1/unauthorized')).toMatchObject({
          status: 401,
          json: { error: 'Unauthorized' },
        });
        expect(await ask(url, 'GET', '/api/v1/forbidden')).toMatchObject({ status: 403, json: { error: 'Forbidden' } });
      });

      test.each([
        '/api/v1/users',
        '/api/v1/users/me',
        '/api/v1/stats',
        '/api/v1/nothing',
        '/api/v1/statusx',
        '/api/v1/Status',
      ])('%s needs credentials: 401 without, 403 with wrong ones', async (path) => {
        expect(await ask(url, 'GET', path)).toMatchObject({ status: 401, json: { error: 'Unauthorized' } });
        expect(
          (await ask(url, 'POST', path, { body: '{', headers: { 'Content-Type': 'application/json' } })).status,
        ).toBe(401);
        expect((await ask(url, 'GET', path, { cookie: '_my_session_id=unknown' })).status).toBe(403);
        expect((await ask(url, 'GET', path, { headers: { Authorization: 'Basic Ym9iOmJvYg==' } })).status).toBe(403);
      });

      test('users are made, shown, changed and deleted', async () => {
        const { cookie } = await registered(url);
        const email = `${crypto.randomUUID()}@example.com`;
        const made = await ask(url, 'POST', '/api/v1/users', { cookie, json: { email, password: 'pass' } });
        expect(made).toMatchObject({ status: 201, json: { ...USER, email } });
        const path = `/api/v1/users/${(made.json as { id: string }).id}`;
        expect(await ask(url, 'GET', path, { cookie })).toMatchObject({ status: 200, json: made.json as object });
        const names = { first_name: 'Bob', last_name: '' };
        expect(await ask(url, 'PUT', `${path}/`, { cookie, json: names })).toMatchObject({ status: 200, json: names });
        expect(await ask(url, 'PUT', path, { cookie, json: { first_name: null } })).toMatchObject({
          status: 200,
          json: names,
        });
        const all = await ask(url, 'GET', '/api/v1/users', { cookie });
        expect((all.json as { email: string }[]).map((user) => user.email)).toContain(email);
        expect(all.text).not.toMatch(/scrypt|password/);
        expect(await ask(url, 'GET', '/api/v1/stats', { cookie })).toMatchObject({
          json: { users: (all.json as []).length },
        });
        expect(await ask(url, 'DELETE', path, { cookie })).toMatchObject({ status: 200, json: {} });
        for (const method of ['GET', 'PUT', 'DELETE'])
          expect((await ask(url, method, path, { cookie, json: {} })).status).toBe(404);
      });

      test.each([
        ['not JSON', { body: '{', headers: { 'Content-Type': 'application/json' } }, 400, 'Wrong format'],
        ['a list', { json: [] }, 400, 'Wrong format'],
        ['a form', { form: { email: 'a@b.c', password: 'x' } }, 400, 'Wrong format'],
        ['no e-mail', { json: { password: 'x' } }, 400, 'email missing'],
        ['an e-mail that is no text', { json: { email: 7, password: 'x' } }, 400, 'email missing'],
        ['no password', { json: { email: 'a@b.c', password: '' } }, 400, 'password missing'],
        ['too much', { json: { email: 'x'.repeat(110_000) } }, 413, 'Body too large'],
      ])('a user cannot be made of %s', async (_what, asked, status, error) => {
        const { cookie } = await registered(url);
        expect(await ask(url, 'POST', '/api/v1/users', { cookie, ...asked })).toMatchObject({
          status,
          json: { error },
        });
      });

      test('an e-mail is taken once, and compared as it is', async () => {
        const { cookie, email } = await registered(url);
        const again = { json: { email, password: 'x' }, cookie };
        expect(await ask(url, 'POST', '/api/v1/users', again)).toMatchObject({
          status: 400,
          json: { error: 'email already registered' },
        });
        const upper = { json: { email: email.toUpperCase(), password: 'x' }, cookie };
        expect((await ask(url, 'POST', '/api/v1/users', upper)).status).toBe(201);
      });

      test.each(['\0', 'a\0b\u001b0', '😀', `${'long'.repeat(10_000)}`, "' or 1=1; --"])(
        'an e-mail may be any text (%#)',
        async (text) => {
          const { cookie } = await registered(url);
          const email = `${text}${crypto.randomUUID()}`;
          expect(await ask(url, 'POST', '/api/v1/users', { cookie, json: { email, password: 'p' } })).toMatchObject({
            status: 201,
            json: { email },
          });
          expect(await logIn(url, { email, password: 'p' })).toMatchObject({ status: 200, json: { email } });
        },
      );

      test('405 names the methods that a path knows, and 404 is for paths that nobody knows', async () => {
        const { cookie } = await registered(url);
        expect(await ask(url, 'PATCH', '/api/v1/users', { cookie })).toMatchObject({
          status: 405,
          headers: { allow: 'GET, HEAD, POST' },
        });
        expect(await ask(url, 'GET', '/api/v1/auth_session/login')).toMatchObject({
          status: 405,
          headers: { allow: 'POST' },
        });
        expect(await ask(url, 'GET', '/api/v1/auth_session/logout', { cookie })).toMatchObject({
          status: 405,
          headers: { allow: 'DELETE' },
        });
        expect(await ask(url, 'GET', '/api/v1/nothing', { cookie })).toMatchObject({
          status: 404,
          json: { error: 'Not found' },
        });
        for (const method of ['PUT', 'DELETE'])
          expect((await ask(url, method, '/api/v1/users/me', { cookie, json: {} })).status).toBe(404);
      });

      test('every origin may read the API, and pre-flight requests are answered', async () => {
        expect((await ask(url, 'GET', '/api/v1/status')).headers).toMatchObject({ 'access-control-allow-origin': '*' });
        expect((await ask(url, 'OPTIONS', '/api/v1/users')).status).toBe(204);
        const login = await ask(url, 'POST', '/api/v1/auth_session/login', {
          headers: { Origin: 'https://elsewhere.example' },
        });
        expect(login).toMatchObject({ status: 400, headers: { 'access-control-allow-origin': '*' } });
      });
    },
  );
