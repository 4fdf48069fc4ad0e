import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openDatabases } from './databases.ts';

const databases = openDatabases();
const hasPostgres = databases.has('PostgreSQL');

async function check(url: string): Promise<unknown> {
  const env = { ...process.env, DATABASE_URL: url };
  const program = join(import.meta.dirname, 'storage_check.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env });
  return JSON.parse(stdout);
}

const EXPECTED = {
  found: true,
  refused: true,
  count: 1,
  changed: 'Bob',
  sameTime: true,
  noName: 1,
  unknown: null,
  ordered: 'bob@example.com',
  removed: [true, false, 0],
  wrongAttribute: 'the table users has no column for age',
};

describe('the storage keeps every text, refuses duplicates, and orders by time', () => {
  test('on SQLite in memory', async () => {
    expect(await check('sqlite::memory:')).toEqual(EXPECTED);
  });

  test('on SQLite in a file', async () => {
    expect(await check(await databases.url('SQLite', 'kata'))).toEqual(EXPECTED);
  });

  test.runIf(hasPostgres)('on PostgreSQL', { tags: 'long' }, async () => {
    expect(await check(await databases.url('PostgreSQL', 'storage'))).toEqual(EXPECTED);
  });

  test.runIf(hasPostgres)('on a PostgreSQL that several processes meet empty', { tags: 'long' }, async () => {
    const url = await databases.url('PostgreSQL', 'crowded');
    const program = `import { User } from ${JSON.stringify(join(import.meta.dirname, '../../../solutions/models/user.ts'))};
      await User.count(); process.exit(0);`;
    const starts = Array.from({ length: 6 }, () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, DATABASE_URL: url },
      }),
    );
    expect((await Promise.all(starts)).map(({ stderr }) => stderr)).toEqual(Array(6).fill(''));
  });
});

test('reading and writing on SQLite never loads the PostgreSQL client', async () => {
  const program = `import { User } from ${JSON.stringify(join(import.meta.dirname, '../../../solutions/models/user.ts'))};
    import { createRequire } from 'node:module';
    await User.count();
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => /node_modules.pg\\b/.test(path));
    console.log(JSON.stringify(loaded));`;
  const env = { ...process.env, DATABASE_URL: 'sqlite::memory:' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
  expect(JSON.parse(stdout)).toEqual([]);
});
