import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { ask, cookieOf } from './client.ts';
import { startServer } from './finished_server.ts';
import { logIn, registered } from './people.ts';

test('the log tells what happened, one line of JSON each, and no secret', async () => {
  await using server = await startServer();
  const person = await registered(server.url);
  await logIn(server.url, { ...person, password: 'a wrong secret' });
  const login = await logIn(server.url, person);
  const cookie = cookieOf(login);
  await ask(server.url, 'DELETE', '/api/v1/auth_session/logout', { cookie });
  await ask(server.url, 'POST', '/login', { form: { email: person.email, password: 'a wrong secret' } });
  const page = await ask(server.url, 'POST', '/login', { form: { email: person.email, password: person.password } });
  await ask(server.url, 'POST', '/logout', { cookie: cookieOf(page) });

  const told = () => server.log.filter(({ request }) => request !== undefined);
  // An answer may be here before the line that tells of it.
  await expect.poll(() => told().length).toBe(7);
  const lines = told();
  expect(lines.map(({ event }) => event)).toEqual([
    'registration',
    'login failed',
    'login',
    'logout',
    'login failed',
    'login',
    'logout',
  ]);
  const [registration, failed, succeeded, logout] = lines;
  expect(succeeded).toMatchObject({
    request: login.headers['x-request-id'],
    address: '127.0.0.1',
    account: failed?.account,
  });
  expect(registration?.account).toBe(failed?.account);
  expect(logout?.session).toBe(succeeded?.session);
  for (const secret of [
    person.password,
    person.email,
    'a wrong secret',
    cookie.split('=')[1],
    cookieOf(page).split('=')[1],
  ]) {
    expect(server.output()).not.toContain(secret);
  }
});

test('a failed log-in on the page takes as long and says the same, whether or not the e-mail is known', {
  tags: 'long',
}, async () => {
  await using server = await startServer({ SCRYPT_COST: '14' });
  const { email } = await registered(server.url);
  const times = { known: [] as number[], unknown: [] as number[] };
  const texts = new Set<string>();
  for (let round = 0; round < 9; round += 1) {
    for (const who of ['known', 'unknown'] as const) {
      const typed = who === 'known' ? email : 'x'.repeat(email.length);
      const started = performance.now();
      const { status, text } = await ask(server.url, 'POST', '/login', { form: { email: typed, password: 'wrong' } });
      times[who].push(performance.now() - started);
      expect(status).toBe(401);
      texts.add(text.replace(typed, ''));
    }
  }
  expect(texts.size).toBe(1);
  const median = (values: number[]) => values.sort((one, two) => one - two)[4] ?? 0;
  const ratio = median(times.known) / median(times.unknown);
  expect(ratio).toBeGreaterThan(0.4);
  expect(ratio).toBeLessThan(2.5);
});

test('a request that breaks off leaves nothing of what it held in the log', { tags: 'long' }, async () => {
  await using server = await startServer();
  const body = 'email=bob@example.com&password=top-secret';
  for (const length of [body.length + 50, 3]) {
    const socket = connect(server.port, '127.0.0.1');
    const head = `POST /api/v1/auth_session/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}`;
    socket.end(`${head}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n${body}`);
    socket.on('error', () => {});
    socket.resume();
    await new Promise((resolve) => socket.on('close', resolve));
  }
  expect((await ask(server.url, 'GET', '/health')).status).toBe(200);
  expect(server.output()).not.toMatch(/top-secret|bob@|rawPacket/);
});
