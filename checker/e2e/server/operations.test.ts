// @module-tag long
import { execFileSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { FileFolder } from '../file_folder.ts';
import { ask } from './client.ts';
import { startServer } from './finished_server.ts';
import { logIn, registered, statusOf } from './people.ts';

const folder = new FileFolder('operations');

/** An open connection on which something is said. */
function say(port: number, text: string): Socket & { said: string } {
  const socket = Object.assign(connect(port, '127.0.0.1'), { said: '' });
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    socket.said += chunk;
  });
  socket.write(text);
  return socket;
}

async function until(condition: () => boolean, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('what was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test.skipIf(process.platform === 'win32')('SIGTERM finishes what is under way, and takes nothing new', async () => {
  await using server = await startServer({ SHUTDOWN_SECONDS: '20' });
  const person = await registered(server.url);
  const idle = say(server.port, 'GET /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => idle.said.includes('OK'), 20_000);
  const body = new URLSearchParams({ email: person.email, password: person.password }).toString();
  const head = [
    'POST /api/v1/auth_session/login HTTP/1.1',
    'Host: x',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    // The server says that it has begun with the request.
    'Expect: 100-continue',
  ].join('\r\n');
  const logins = Array.from({ length: 8 }, () => say(server.port, `${head}\r\n\r\n`));
  await until(() => logins.every(({ said }) => said.includes('100 Continue')), 20_000);

  const ended = server.end('SIGTERM');
  await server.logged('stopping');
  await expect(ask(server.url, 'GET', '/api/v1/status')).rejects.toThrow(/ECONNRE(?:FUSED|SET)/);
  for (const login of logins) login.write(body);
  expect(await ended).toBe(0);
  await until(() => logins.every(({ closed }) => closed), 20_000);
  for (const { said } of logins) expect(said).toMatch(/HTTP\/1\.1 200 OK[\s\S]*Set-Cookie: _my_session_id=/);
  expect(server.log.at(-1)).toMatchObject({ event: 'stopped', cutOff: false });
});

test.skipIf(process.platform === 'win32')('SIGTERM cuts off, after its time, who never ends', async () => {
  await using server = await startServer({ SHUTDOWN_SECONDS: '1' });
  const head = 'POST /api/v1/auth_session/login HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\nExpect: 100-continue';
  const slow = say(server.port, `${head}\r\n\r\nemail=`);
  await until(() => slow.said.includes('100 Continue'), 20_000);
  const started = Date.now();
  expect(await server.end('SIGTERM')).toBe(0);
  expect(Date.now() - started).toBeLessThan(20_000);
  expect(server.log.at(-1)).toMatchObject({ event: 'stopped', cutOff: true });
  slow.destroy();
});

test('a thousand slow connections leave the server serving, and are ended', async () => {
  await using server = await startServer();
  const person = await registered(server.url);
  const beginnings = ['', 'GET /api/v1/status HT', 'POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nem'];
  const slow = Array.from({ length: 1000 }, (_none, index) => say(server.port, beginnings[index % 3] ?? ''));
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (let count = 0; count < 20; count += 1) expect(await statusOf(server.url, person.cookie)).toBe(200);
  // Those that began a header have ten seconds.
  await until(() => slow.filter((socket) => socket.destroyed || socket.readableEnded).length >= 600, 60_000);
  expect(await statusOf(server.url, person.cookie)).toBe(200);
  for (const socket of slow) socket.destroy();
}, 120_000);

test('sessions that have ended are swept away, others stay', async () => {
  const file = folder.at('sweep.db');
  const environment = { DATABASE_URL: `sqlite:${file}`, SESSION_DURATION: '3600' };
  await (await startServer(environment)).end();
  const database = new DatabaseSync(file);
  const insert = database.prepare(
    'insert into user_sessions (id, user_id, session_id, created_at, updated_at) values (?, ?, ?, ?, ?)',
  );
  database.exec('begin');
  for (let count = 0; count < 3000; count += 1) {
    const created = new Date(Date.now() - (count < 2600 ? 3_700_000 : 3_000_000)).toISOString();
    insert.run(`id ${count}`, 'user', `session ${count}`, created, created);
  }
  database.exec('commit');
  await using server = await startServer(environment);
  expect(await server.logged('expired')).toMatchObject({ sessions: 2600 });
  expect(database.prepare('select count(*) as count from user_sessions').get()).toEqual({ count: 400 });
  database.close();
});

test('while another process keeps the lock of the SQLite file, a log-in is 503', async () => {
  const file = folder.at('locked.db');
  await using server = await startServer({ DATABASE_URL: `sqlite:${file}` });
  const person = await registered(server.url);
  const database = new DatabaseSync(file);
  database.exec('begin immediate');
  expect(await logIn(server.url, person)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  expect((await ask(server.url, 'POST', '/login', { form: person })).status).toBe(503);
  expect(await statusOf(server.url, person.cookie)).toBe(200);
  database.close();
  expect((await logIn(server.url, person)).status).toBe(200);
  expect(server.output()).not.toContain('fault');
});

test('sessions in memory that have ended are swept away too', async () => {
  await using server = await startServer({
    AUTH_TYPE: 'session_exp_auth',
    SESSION_DURATION: '2',
    SWEEP_SECONDS: '1',
  });
  const person = await registered(server.url);
  for (let count = 0; count < 1199; count += 1) await logIn(server.url, person);
  const sweptSessions = () =>
    server.log.filter(({ event }) => event === 'expired').reduce((sum, { sessions }) => sum + Number(sessions), 0);
  await until(() => sweptSessions() === 1200, 60_000);
  expect(await statusOf(server.url, person.cookie)).toBe(403);
});

test('with a certificate the server speaks HTTPS, and its cookies are for HTTPS only', async () => {
  const [cert, key] = [folder.at('cert.pem'), folder.at('key.pem')];
  const how = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '1'];
  execFileSync('openssl', [...how, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  await using server = await startServer({ TLS_CERT: cert, TLS_KEY: key });
  expect(server.url).toMatch(/^https:/);
  const answer = await ask(server.url, 'POST', '/register', {
    form: { email: 'a@example.com', password: 'long enough' },
  });
  expect(answer.cookies[0]).toContain('; Secure');
  expect(answer.headers['strict-transport-security']).toBe('max-age=15552000');
  expect((await logIn(server.url, { email: 'a@example.com', password: 'long enough' })).cookies[0]).toContain(
    '; Secure',
  );
});
