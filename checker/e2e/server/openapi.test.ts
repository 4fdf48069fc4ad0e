import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Ask, ask, cookieOf } from './client.ts';
import { type FinishedServer, startServer } from './finished_server.ts';
import { logIn, registered } from './people.ts';

type Operation = {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema: object }>; headers?: object }>;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: object };

/** On a busy machine two servers take their time. */
const START_UP_MS = 60_000;

let server: FinishedServer;
let limited: FinishedServer;
let document: Document;
const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

beforeAll(async () => {
  server = await startServer();
  limited = await startServer({ LOGIN_LIMIT: '1', REGISTER_LIMIT: '1' });
  document = (await ask(server.url, 'GET', '/api/v1/openapi.json')).json as Document;
  ajv.addSchema({ $id: 'document', components: document.components });
}, START_UP_MS);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await limited[Symbol.asyncDispose]();
});

const LATIN = { 'Content-Type': 'application/json; charset=latin7' };
const LONG = 'x'.repeat(120_000);

/** For each operation, calls that bring about each of its answers. */
async function calls(): Promise<Record<string, Record<number, () => Promise<Answer>>>> {
  const person = await registered(server.url);
  const [mine, stranger] = [{ cookie: person.cookie }, { cookie: '_my_session_id=unknown' }];
  const at =
    (method: string, path: string, asked: Ask = {}) =>
    () =>
      ask(server.url, method, path, asked);
  const guarded = (method: string, path: string) => ({ 401: at(method, path), 403: at(method, path, stranger) });
  const fresh = async () => (await registered(server.url)).id;
  const json = (value: unknown) => ({ ...mine, json: value });
  const unreadable = (method: string, path: string) => ({
    400: at(method, path, json([])),
    413: at(method, path, json({ email: LONG })),
    415: at(method, path, { ...mine, body: '{}', headers: LATIN }),
  });
  const newUser = () => ({ email: crypto.randomUUID(), password: 'x' });
  const LOGIN = '/api/v1/auth_session/login';
  const one = `/api/v1/users/${await fresh()}`;
  const none = '/api/v1/users/nobody';
  return {
    getStatus: { 200: at('GET', '/api/v1/status') },
    getStats: { 200: at('GET', '/api/v1/stats', mine), ...guarded('GET', '/api/v1/stats') },
    getUnauthorized: { 401: at('GET', '/api/v1/unauthorized') },
    getForbidden: { 403: at('GET', '/api/v1/forbidden') },
    listUsers: { 200: at('GET', '/api/v1/users', mine), ...guarded('GET', '/api/v1/users') },
    createUser: {
      201: at('POST', '/api/v1/users', json(newUser())),
      ...unreadable('POST', '/api/v1/users'),
      ...guarded('POST', '/api/v1/users'),
      429: async () => {
        const cookie = (await registered(limited.url)).cookie;
        return ask(limited.url, 'POST', '/api/v1/users', { cookie, json: newUser() });
      },
    },
    getCurrentUser: { 200: at('GET', '/api/v1/users/me', mine), ...guarded('GET', '/api/v1/users/me') },
    getUser: { 200: at('GET', one, mine), ...guarded('GET', one), 404: at('GET', none, mine) },
    changeUser: {
      200: at('PUT', one, json({ first_name: 'Bob' })),
      ...unreadable('PUT', one),
      ...guarded('PUT', one),
      404: at('PUT', none, json({})),
    },
    deleteUser: {
      200: async () => ask(server.url, 'DELETE', `/api/v1/users/${await fresh()}`, mine),
      ...guarded('DELETE', one),
      404: at('DELETE', none, mine),
    },
    logIn: {
      200: () => logIn(server.url, person),
      400: at('POST', LOGIN),
      401: () => logIn(server.url, { ...person, password: 'wrong' }),
      404: () => logIn(server.url, { email: 'nobody', password: 'x' }),
      413: at('POST', LOGIN, { form: { email: LONG } }),
      415: at('POST', LOGIN, { body: '{}', headers: LATIN }),
      429: async () => {
        await logIn(limited.url, { email: 'nobody', password: 'x' });
        return logIn(limited.url, { email: 'nobody', password: 'x' });
      },
    },
    logOut: {
      200: async () =>
        ask(server.url, 'DELETE', '/api/v1/auth_session/logout', { cookie: cookieOf(await logIn(server.url, person)) }),
      ...guarded('DELETE', '/api/v1/auth_session/logout'),
    },
  };
}

test('the document is valid OpenAPI 3.1', async () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(await new Validator().validate(structuredClone(document) as never)).toEqual({ valid: true });
});

test.each(['basic_auth', 'session_auth'])('it is valid with AUTH_TYPE=%s too, and tells of limits', async (type) => {
  await using other = await startServer({ AUTH_TYPE: type });
  const { json } = await ask(other.url, 'GET', '/api/v1/openapi.json');
  expect(await new Validator().validate(structuredClone(json) as never)).toEqual({ valid: true });
  const stats = (json as Document).paths['/api/v1/stats']?.get;
  expect(Object.keys(stats?.responses ?? {})).toEqual(['200', '401', '403', ...(type === 'basic_auth' ? ['429'] : [])]);
});

test('every operation answers as the document says: every status, and nothing else', async () => {
  const made = await calls();
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(Object.keys(made).sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
  for (const { operationId, responses } of operations) {
    expect(Object.keys(made[operationId] ?? {}), operationId).toEqual(Object.keys(responses));
    for (const [status, call] of Object.entries(made[operationId] ?? {})) {
      const answer = await call();
      expect(answer.status, `${operationId}: ${answer.text}`).toBe(Number(status));
      const schema = responses[status]?.content?.['application/json']?.schema;
      const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
      const validate = ajv.compile(JSON.parse(text));
      expect(validate(answer.json), `${operationId} ${status}: ${JSON.stringify(validate.errors)}`).toBe(true);
      for (const name of Object.keys(responses[status]?.headers ?? {}))
        expect(answer.headers).toHaveProperty(name.toLowerCase());
    }
  }
});

test('the document has every method that a path knows', async () => {
  const { cookie } = await registered(server.url);
  for (const [path, operations] of Object.entries(document.paths)) {
    const { status, headers } = await ask(server.url, 'PATCH', path.replace('{id}', 'x'), { cookie });
    // `me` is an id like any other for all methods but one.
    if (path === '/api/v1/users/me') continue;
    expect(status, path).toBe(405);
    const known = (headers.allow ?? '').split(', ').filter((method) => method !== 'HEAD');
    expect(known.sort(), path).toEqual(
      Object.keys(operations)
        .map((method) => method.toUpperCase())
        .sort(),
    );
  }
});

describe('the description', () => {
  test('may be read by every origin, without credentials, and by no other method', async () => {
    expect((await ask(server.url, 'GET', '/api/v1/openapi.json')).headers['access-control-allow-origin']).toBe('*');
    expect((await ask(server.url, 'HEAD', '/api/v1/openapi.json')).status).toBe(200);
    expect(await ask(server.url, 'POST', '/api/v1/openapi.json')).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
  });

  test('as a page has every operation and every object', async () => {
    const { status, text } = await ask(server.url, 'GET', '/api/docs');
    expect(status).toBe(200);
    for (const [path, operations] of Object.entries(document.paths))
      for (const method of Object.keys(operations))
        expect(text).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
    const targets = [...text.matchAll(/href="#([^"]*)"/g)].map(([, target]) => target);
    for (const target of targets) expect(text).toContain(`id="${target}"`);
  });
});
