// @module-tag long
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../../project.ts';
import { ask, cookieOf } from './client.ts';
import { openDatabases } from './databases.ts';
import { startServer } from './finished_server.ts';
import { logIn, registered, statusOf } from './people.ts';
import { connected, locked } from './postgres.ts';

const databases = openDatabases();

describe.runIf(databases.has('PostgreSQL'))('several instances on one PostgreSQL', () => {
  test('start at once on an empty database, and share users and sessions', async () => {
    const url = await databases.url('PostgreSQL', 'shared');
    const servers = await Promise.all(Array.from({ length: 4 }, () => startServer({ DATABASE_URL: url })));
    await using stack = new AsyncDisposableStack();
    for (const server of servers) stack.use(server);
    const [one, other] = servers.map((server) => server.url) as [string, string];

    const person = await registered(one);
    expect(await statusOf(other, person.cookie)).toBe(200);
    const second = cookieOf(await logIn(other, person));
    expect(await statusOf(one, second)).toBe(200);
    expect((await ask(other, 'DELETE', '/api/v1/auth_session/logout', { cookie: person.cookie })).status).toBe(200);
    for (const { url } of servers) expect(await statusOf(url, person.cookie)).toBe(403);
    for (const { url } of servers) expect(await statusOf(url, second)).toBe(200);
  });

  test('count attempts together', async () => {
    const environment = { DATABASE_URL: await databases.url('PostgreSQL', 'limits'), LOGIN_LIMIT_ACCOUNT: '4' };
    await using one = await startServer(environment);
    await using other = await startServer(environment);
    const person = await registered(one.url);
    const statuses: number[] = [];
    for (const { url } of [one, other, one, other, one, other]) {
      statuses.push((await logIn(url, { ...person, password: 'wrong' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect((await logIn(other.url, person)).status).toBe(429);
  });

  test('a database that is stopped under load and started again loses nothing', async () => {
    const postgres = databases.postgres;
    if (!postgres) throw new Error('there is no PostgreSQL');
    await using server = await startServer({ DATABASE_URL: await databases.url('PostgreSQL', 'outage') });
    const person = await registered(server.url);
    const sessions: string[] = [];
    const statuses = new Map<number, number>();
    let goOn = true;

    async function load(): Promise<void> {
      while (goOn) {
        const answer = await logIn(server.url, person);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status === 200) sessions.push(cookieOf(answer));
        const check = await statusOf(server.url, person.cookie);
        statuses.set(check, (statuses.get(check) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }

    const running = Array.from({ length: 8 }, load);
    await until(() => sessions.length > 20);
    for (const how of ['fast', 'immediate'] as const) {
      await postgres.stop(how);
      const before = statuses.get(503) ?? 0;
      await until(() => (statuses.get(503) ?? 0) > before + 20);
      expect((await ask(server.url, 'GET', '/health')).status).toBe(503);
      expect((await ask(server.url, 'GET', '/api/v1/status')).status).toBe(200);
      expect(await ask(server.url, 'POST', '/login', { form: person })).toMatchObject({
        status: 503,
        headers: { 'retry-after': '2' },
      });
      await postgres.start();
      const sofar = sessions.length;
      await until(() => sessions.length > sofar + 20);
      expect((await ask(server.url, 'GET', '/health')).status).toBe(200);
    }
    goOn = false;
    await Promise.all(running);
    expect(server.output()).not.toContain('fault');

    expect([...statuses.keys()].sort()).toEqual([200, 503]);
    for (const cookie of sessions) expect(await statusOf(server.url, cookie)).toBe(200);
  });

  test('a start waits for another instance that makes tables or migrates, longer than a request may take', async () => {
    const urls = [await databases.url('PostgreSQL', 'making'), await databases.url('PostgreSQL', 'migrating')];
    const [making = '', migrating = ''] = urls;
    const others = [await locked(making, 5_308_417_202), await locked(migrating, 5_308_417_203)];
    const starting = urls.map((url) => startServer({ DATABASE_URL: url }));
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    for (const other of others) await other.end();
    await using stack = new AsyncDisposableStack();
    for (const server of starting) stack.use(await server);
  });

  test('a database in which something blocks the tables is 503, like one that is away', async () => {
    const url = await databases.url('PostgreSQL', 'blocked');
    await using server = await startServer({ DATABASE_URL: url });
    const person = await registered(server.url);
    const blocker = await connected(url);
    await blocker.query('begin');
    await blocker.query('lock table users');
    expect(await logIn(server.url, person)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    await blocker.end();
    expect(await statusOf(server.url, person.cookie)).toBe(200);
    expect(server.output()).not.toContain('fault');
  });

  test('SIGTERM ends in its time also where the database has fallen silent', async () => {
    const postgres = databases.postgres;
    if (!postgres) throw new Error('there is no PostgreSQL');
    await using server = await startServer({
      DATABASE_URL: await databases.url('PostgreSQL', 'silent'),
      SHUTDOWN_SECONDS: '1',
    });
    const person = await registered(server.url);
    postgres.freeze();
    try {
      expect((await ask(server.url, 'GET', '/health')).status).toBe(503);
      const asking = statusOf(server.url, person.cookie).catch(() => 'cut off');
      const started = Date.now();
      expect(await server.end('SIGTERM')).toBe(0);
      // Queries would go on for twelve seconds.
      expect(Date.now() - started).toBeLessThan(8000);
      expect(server.log.at(-1)).toMatchObject({ event: 'stopped', cutOff: true });
      expect(await asking).toBe('cut off');
    } finally {
      postgres.thaw();
    }
  });

  test('npm run user makes a user there, or says in a sentence why not', async () => {
    const url = await databases.url('PostgreSQL', 'added');
    const environment = { DATABASE_URL: url, SCRYPT_COST: '1' };
    expect(addUser('bob@example.com', environment)).toEqual({ code: 0, output: 'bob@example.com can log in now.\n' });
    await using server = await startServer({ DATABASE_URL: url });
    expect((await logIn(server.url, { email: 'bob@example.com', password: 'typed' })).status).toBe(200);
    const wrong = new URL(url);
    wrong.password = 'hidden';
    const refused = addUser('eve@example.com', { ...environment, DATABASE_URL: wrong.href });
    expect(refused).toEqual({
      code: 2,
      output: 'PostgreSQL refuses the password: check user and password in DATABASE_URL.\n',
    });
  });

  test('a start waits for a database that comes later', async () => {
    const postgres = databases.postgres;
    if (!postgres) throw new Error('there is no PostgreSQL');
    const url = await databases.url('PostgreSQL', 'late');
    await postgres.stop();
    await using server = await startServer({ DATABASE_URL: url }, { until: 'waiting' });
    await postgres.start();
    await server.logged('listening');
    expect(server.log[0]).toMatchObject({
      event: 'waiting',
      reason: 'No PostgreSQL server answers at the address in DATABASE_URL.',
    });
    expect((await ask(server.url, 'GET', '/health')).status).toBe(200);
  });
});

test('several instances start at once on one new SQLite file', async () => {
  const url = await databases.url('SQLite', 'crowded');
  const servers = await Promise.all(Array.from({ length: 4 }, () => startServer({ DATABASE_URL: url })));
  await using stack = new AsyncDisposableStack();
  for (const server of servers) stack.use(server);
  const [one, other] = servers.map((server) => server.url) as [string, string];
  expect(await statusOf(other, (await registered(one)).cookie)).toBe(200);
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('what was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function addUser(email: string, environment: Record<string, string>): { code: number | null; output: string } {
  const entry = join(PROJECT.solutions, 'server', 'add_user.ts');
  const options = { env: { ...process.env, ...environment }, input: 'typed\n', encoding: 'utf8' as const };
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, email], options);
  return { code: status, output: stdout + stderr };
}
