import { expect, test } from 'vitest';
import { FileFolder } from '../file_folder.ts';
import { type Answer, ask } from './client.ts';
import { startServer } from './finished_server.ts';
import { logIn, registered } from './people.ts';

const folder = new FileFolder('limits');

test('an account has its attempts, on the pages and the API together; others go on', async () => {
  await using server = await startServer({ LOGIN_LIMIT_ACCOUNT: '3', LOGIN_LIMIT: '1000' });
  const [person, other] = [await registered(server.url), await registered(server.url)];
  // Log-ins that succeed do not count.
  for (let count = 0; count < 8; count += 1) expect((await logIn(server.url, person)).status).toBe(200);
  const wrong = { ...person, password: 'wrong' };
  expect((await logIn(server.url, wrong)).status).toBe(401);
  expect((await ask(server.url, 'POST', '/login', { form: wrong })).status).toBe(401);
  expect((await ask(server.url, 'POST', '/api/v1/auth_session/login/', { json: wrong })).status).toBe(401);
  const refused = await logIn(server.url, person);
  expect(refused).toMatchObject({ status: 429, json: { error: 'Too many requests' }, cookies: [] });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
  expect(refused.headers['access-control-allow-origin']).toBe('*');
  const page = await ask(server.url, 'POST', '/login', { form: person });
  expect(page.status).toBe(429);
  expect(page.text).toContain('Too many attempts. Try again in 15 minutes.');
  expect(page.text).toContain(`value="${person.email}"`);
  expect((await logIn(server.url, other)).status).toBe(200);
  await expect.poll(() => server.log.filter(({ event }) => event === 'limited')).toHaveLength(2);
});

test('many at once are no way around', { tags: 'long' }, async () => {
  await using server = await startServer({ LOGIN_LIMIT_ACCOUNT: '5', LOGIN_LIMIT: '1000' });
  const person = await registered(server.url);
  const answers = await Promise.all(Array.from({ length: 40 }, () => logIn(server.url, { ...person, password: 'x' })));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
});

test('an address has its attempts; behind a proxy it is the address that the proxy tells', {
  tags: 'long',
}, async () => {
  await using server = await startServer({ LOGIN_LIMIT: '2', REGISTER_LIMIT: '2', TRUST_PROXY: '1' });
  const attempt = async (address: string) => {
    const options = { form: { email: crypto.randomUUID(), password: 'x' }, headers: { 'X-Forwarded-For': address } };
    return (await ask(server.url, 'POST', '/login', options)).status;
  };
  expect([await attempt('1.2.3.4'), await attempt('1.2.3.4'), await attempt('1.2.3.4')]).toEqual([401, 401, 429]);
  expect(await attempt('1.2.3.5')).toBe(401);
  // One household has a whole network of IPv6 addresses, and the client can write anything before the proxy does.
  expect([
    await attempt('2001:db8::1'),
    await attempt('2001:db8:0:0:ffff::2'),
    await attempt('9.9.9.9, 2001:db8::3'),
  ]).toEqual([401, 401, 429]);

  // Whoever is not let in anyway registers nobody.
  for (let count = 0; count < 4; count += 1) expect((await ask(server.url, 'POST', '/api/v1/users')).status).toBe(401);
  const register = () => ask(server.url, 'POST', '/register', { form: { email: 'no mail', password: 'x' } });
  expect([(await register()).status, (await register()).status, (await register()).status]).toEqual([400, 400, 429]);
});

test('passwords that come with Basic authentication are limited like log-ins, on whatever route', {
  tags: 'long',
}, async () => {
  const database = `sqlite:${folder.at('basic.db')}`;
  // So slow that requests meet.
  await using pages = await startServer({ DATABASE_URL: database, SCRYPT_COST: '13' });
  const [person, other] = [await registered(pages.url), await registered(pages.url)];
  await using server = await startServer({
    AUTH_TYPE: 'basic_auth',
    DATABASE_URL: database,
    LOGIN_LIMIT: '6',
    LOGIN_LIMIT_ACCOUNT: '3',
  });
  const get = ({ email, password }: { email: string; password: string }, path = '/api/v1/users/me') =>
    ask(server.url, 'GET', path, { headers: { Authorization: `Basic ${btoa(`${email}:${password}`)}` } });
  const statuses = async (answers: Promise<Answer>[]) => (await Promise.all(answers)).map(({ status }) => status);
  // What succeeds does not count, be it at once.
  expect(await statuses(Array.from({ length: 20 }, () => get(person)))).toEqual(Array(20).fill(200));
  const wrong = { ...person, password: 'wrong' };
  const guesses = await statuses(Array.from({ length: 10 }, () => get(wrong, '/api/v1/stats')));
  expect(guesses).toEqual([403, 403, 403, ...Array(7).fill(429)]);
  const refused = await get(person);
  expect(refused).toMatchObject({ status: 429, json: { error: 'Too many requests' } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
  // Open routes stay open, and others go on until the address has used up its attempts.
  expect((await get(person, '/api/v1/status')).status).toBe(200);
  expect((await ask(server.url, 'GET', '/api/v1/users/me')).status).toBe(401);
  await expect.poll(() => server.log.filter(({ event }) => event === 'login failed')).toHaveLength(3);
  await expect.poll(() => server.log.filter(({ event }) => event === 'limited')).toHaveLength(8);
  expect((await get(other)).status).toBe(429);
  expect(server.output()).not.toContain('fault');
});

test('an e-mail is registered only so often, on the pages and the API together', { tags: 'long' }, async () => {
  await using server = await startServer({ REGISTER_LIMIT_ACCOUNT: '3' });
  const person = await registered(server.url);
  const page = () => ask(server.url, 'POST', '/register', { form: { email: person.email, password: 'long enough' } });
  const api = () =>
    ask(server.url, 'POST', '/api/v1/users', { cookie: person.cookie, json: { email: person.email, password: 'x' } });
  expect([(await page()).status, (await api()).status]).toEqual([400, 400]);
  const form = await page();
  expect(form.status).toBe(429);
  expect(form.text).toContain('Too many attempts. Try again in 60 minutes.');
  expect(form.text).toContain(`value="${person.email}"`);
  const refused = await api();
  expect(refused).toMatchObject({ status: 429, json: { error: 'Too many requests' } });
  for (const { headers } of [form, refused]) expect(Number(headers['retry-after'])).toBeGreaterThan(60);
  await expect
    .poll(() => server.log.filter(({ event, what }) => event === 'limited' && what === 'registration'))
    .toHaveLength(2);
  await registered(server.url);
});

test('without a proxy that is trusted, nobody chooses his address', { tags: 'long' }, async () => {
  await using server = await startServer({ LOGIN_LIMIT: '1' });
  const options = (address: string) => ({
    form: { email: 'a', password: 'x' },
    headers: { 'X-Forwarded-For': address },
  });
  expect((await ask(server.url, 'POST', '/login', options('1.1.1.1'))).status).toBe(401);
  expect((await ask(server.url, 'POST', '/login', options('2.2.2.2'))).status).toBe(429);
});
