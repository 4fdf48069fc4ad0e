import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { FileFolder } from '../file_folder.ts';
import { openDatabases } from './databases.ts';
import { refusedStart, startServer } from './finished_server.ts';

const databases = openDatabases();
const folder = new FileFolder('refusals');

test('all mistakes of the environment are told at once, a sentence each', async () => {
  const refused = await refusedStart({
    API_PORT: '70000',
    AUTH_TYPE: 'oauth',
    SESSION_NAME: 'a b',
    SESSION_DURATION: '60s',
    SCRYPT_COST: '99',
    DATABASE_URL: 'mysql://user:hidden@host/db',
    TLS_CERT: '/nowhere/cert.pem',
    TRUST_PROXY: 'yes',
    LOGIN_LIMIT: '-1',
  });
  expect(refused).toEqual({
    code: 2,
    stdout: '',
    stderr: [
      'AUTH_TYPE is "oauth", but must be one of: auth, basic_auth, session_auth, session_exp_auth, session_db_auth.',
      'SESSION_NAME must be a cookie name, without spaces or ; = , and the like.',
      'DATABASE_URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
      'SCRYPT_COST must be a whole number from 1 to 20, not "99".',
      'API_PORT must be a whole number from 0 to 65535, not "70000".',
      'SESSION_DURATION must be a whole number from -1 to 3153600000, not "60s".',
      'TLS_CERT and TLS_KEY belong together: set both, or neither.',
      'TRUST_PROXY must be the number of proxies, or their addresses with commas between, not "yes".',
      'LOGIN_LIMIT must be a whole number from 0 to 1000000000, not "-1".',
      '',
    ].join('\n'),
  });
});

test('--help tells every variable, and an unknown argument is refused', async () => {
  const help = await refusedStart({}, ['--help']);
  expect(help.code).toBe(0);
  for (const name of [
    'API_PORT',
    'DATABASE_URL',
    'SESSION_DURATION',
    'TLS_CERT',
    'TRUST_PROXY',
    'LOGIN_LIMIT_ACCOUNT',
  ]) {
    expect(help.stdout).toContain(name);
  }
  expect(await refusedStart({}, ['--port'])).toMatchObject({
    code: 2,
    stderr: 'npm start takes no argument "--port": see npm start -- --help.\n',
  });
});

test('a port that is taken is refused with a sentence', async () => {
  await using server = await startServer();
  const refused = await refusedStart({ API_PORT: String(server.port) });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('another program does so already') });
});

test('a file that is no SQLite database is refused with a sentence', async () => {
  const file = folder.at('letter.db');
  writeFileSync(file, 'Dear Alice, this is no database. '.repeat(100));
  for (const path of [file, folder.at('no', 'such', 'folder.db')]) {
    const refused = await refusedStart({ DATABASE_URL: `sqlite:${path}` });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^The SQLite database .* cannot be opened: .*\.\n$/),
    });
  }
});

describe.runIf(databases.has('PostgreSQL'))(
  'PostgreSQL is refused with a sentence, and without the password',
  { tags: 'long' },
  () => {
    async function refusal(change: (url: URL) => void, name = 'refusing', options = ''): Promise<string> {
      const url = new URL((await databases.postgres?.database(name, options)) ?? '');
      change(url);
      const started = Date.now();
      const { code, stderr } = await refusedStart({ DATABASE_URL: url.href, DATABASE_WAIT: '1' });
      expect(code).toBe(2);
      expect(stderr).not.toContain('secret');
      expect(Date.now() - started).toBeLessThan(30_000);
      return stderr;
    }

    test('a wrong password', async () => {
      const stderr = await refusal((url) => {
        url.password = 'secret';
      });
      expect(stderr).toBe('PostgreSQL refuses the password: check user and password in DATABASE_URL.\n');
    });

    test('no such database', async () => {
      const stderr = await refusal((url) => {
        url.pathname = '/missing';
      });
      expect(stderr).toBe('PostgreSQL has no such database: make it, or correct the name in DATABASE_URL.\n');
    });

    test('no server', async () => {
      const stderr = await refusal((url) => {
        url.port = '1';
      });
      expect(stderr).toBe(
        'No PostgreSQL server answers at the address in DATABASE_URL. Waited 1 seconds (DATABASE_WAIT).\n',
      );
    });

    test('a database that is read-only', async () => {
      const stderr = await refusal((url) => {
        url.searchParams.set('options', '-c default_transaction_read_only=on');
      });
      expect(stderr).toBe('The PostgreSQL database is read-only: name the primary server, not a replica.\n');
    });

    test('a database that somebody else migrates for ever', async () => {
      const migrating = new pg.Client({ connectionString: await databases.url('PostgreSQL', 'migrated') });
      await migrating.connect();
      await migrating.query('select pg_advisory_lock(5308417203)');
      expect(await refusal(() => {}, 'migrated')).toBe(
        'Another session keeps a lock that the tables of PostgreSQL are changed under. Waited 1 seconds (DATABASE_WAIT).\n',
      );
      await migrating.end();
    });

    test('a database of another encoding', async () => {
      const options = `encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'`;
      const stderr = await refusal(() => {}, 'latin', options);
      expect(stderr).toBe(
        "The PostgreSQL database has the encoding LATIN1: make one with ENCODING 'UTF8' and TEMPLATE template0.\n",
      );
    });
  },
);
