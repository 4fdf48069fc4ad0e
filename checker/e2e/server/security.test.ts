import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from './client.ts';
import { type FinishedServer, startServer } from './finished_server.ts';
import { logIn, registered, statusOf } from './people.ts';

test('cookies are for HTTPS only where a trusted proxy says that it was HTTPS', { tags: 'long' }, async () => {
  const headers = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '1.2.3.4' };
  for (const [proxies, expected] of [
    ['loopback', true],
    ['', false],
    ['10.0.0.0/8', false],
  ] as const) {
    await using server = await startServer({ TRUST_PROXY: proxies });
    const person = await registered(server.url);
    for (const path of ['/login', '/api/v1/auth_session/login']) {
      const answer = await ask(server.url, 'POST', path, {
        form: { email: person.email, password: person.password },
        headers,
      });
      expect(answer.cookies[0]?.includes('Secure'), `${path} with TRUST_PROXY=${proxies}`).toBe(expected);
    }
  }
});

describe('forms of other sites', () => {
  let server: FinishedServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const CROSS = [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://127.0.0.1:1' },
  ];
  test.each(CROSS)('%j: the pages do nothing', async (headers: Record<string, string>) => {
    const person = await registered(server.url);
    const form = { email: person.email, password: person.password };
    expect(await ask(server.url, 'POST', '/logout', { cookie: person.cookie, headers })).toMatchObject({
      status: 403,
      cookies: [],
    });
    expect(await statusOf(server.url, person.cookie)).toBe(200);
    expect(await ask(server.url, 'POST', '/login', { form, headers })).toMatchObject({ status: 403, cookies: [] });
    const registration = { email: `${crypto.randomUUID()}@example.com`, password: 'long enough' };
    expect(await ask(server.url, 'POST', '/register', { form: registration, headers })).toMatchObject({
      status: 403,
      cookies: [],
    });
    expect((await logIn(server.url, registration)).status).toBe(404);
    // A form takes the browser along, unlike a script.
    const navigation = { ...headers, 'Sec-Fetch-Mode': 'navigate' };
    expect(await ask(server.url, 'POST', '/api/v1/auth_session/login', { form, headers: navigation })).toMatchObject({
      status: 403,
      cookies: [],
    });
  });

  test.each([{}, { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }, { 'Sec-Fetch-Site': 'none' }, { Origin: 'own' }])(
    '%j: our own work',
    async (headers: Record<string, string>) => {
      const sent = headers.Origin === 'own' ? { Origin: server.url } : headers;
      const form = { email: `${crypto.randomUUID()}@example.com`, password: 'long enough' };
      expect(await ask(server.url, 'POST', '/register', { form, headers: sent })).toMatchObject({ status: 303 });
    },
  );
});

test('more log-ins than anybody would wait for are refused for the moment', { tags: 'long' }, async () => {
  await using server = await startServer({ SCRYPT_COST: '12', HASHES_AT_ONCE: '1' });
  const person = await registered(server.url);
  const answers = await Promise.all(Array.from({ length: 250 }, () => logIn(server.url, person)));
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ json: { error: 'Service unavailable' }, headers: { 'retry-after': '2' } });
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(250 - refused.length);
  expect((await logIn(server.url, person)).status).toBe(200);
});

test('a body that is too large is refused on every form', { tags: 'long' }, async () => {
  await using server = await startServer();
  const form = { email: 'x'.repeat(200_000), password: 'x' };
  for (const path of ['/login', '/register', '/api/v1/auth_session/login']) {
    expect((await ask(server.url, 'POST', path, { form })).status).toBe(413);
  }
});

test('every answer has the security headers, and no page allows scripts', async () => {
  await using server = await startServer();
  for (const path of ['/login', '/api/v1/status', '/api/v1/nothing', '/health', '/api/docs', '/style.css']) {
    const { headers } = await ask(server.url, 'GET', path);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';/);
    expect(headers['content-security-policy']).not.toMatch(/script|unsafe/);
    expect(headers).not.toHaveProperty('x-powered-by');
  }
});
