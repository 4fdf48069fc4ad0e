import { mkdtempDisposable, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confinementOf } from '../fixtures/confinement.ts';
import { Budget } from '../harness/budget.ts';
import { LearnerServer } from '../harness/server.ts';

/** Servers that do what no learner does, and what the checker makes of it. */

const APP = `import { mkdirSync, readdirSync, readlinkSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import express from 'express';

mkdirSync('elsewhere');
Object.assign(process.env, { SQLITE_TMPDIR: process.cwd() + '/elsewhere', TMPDIR: process.cwd() + '/elsewhere' });

export const app = express();
app.get('/links', (_request, response) => void response.set('link', 'a' + ' '.repeat(15_000) + 'b').json('answered'));
app.get('/halves', (_request, response) => {
  for (const descriptor of [1, 2]) {
    for (const byte of Buffer.from('n\u00e4\u20ac\u{1f600}')) {
      writeSync(descriptor, Buffer.from([byte]));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  response.json('printed');
});
app.get('/temporary', (_request, response) => {
  const database = new DatabaseSync('own.db');
  database.exec('PRAGMA cache_size = 10; PRAGMA temp_store = 1; CREATE TEMP TABLE t (x)');
  const add = database.prepare('INSERT INTO t VALUES (randomblob(100000))');
  for (let row = 0; row < 50; row += 1) add.run();
  const open = readdirSync('/proc/self/fd').map((name) => {
    try { return readlinkSync('/proc/self/fd/' + name); } catch { return ''; }
  });
  database.close();
  response.json(open.filter((path) => path.includes('etilqs')));
});
`;

async function newServer(): Promise<{ server: LearnerServer; scratch: string } & AsyncDisposable> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'odd-server-'));
  const scratch = join(folder.path, 'scratch');
  const confinement = await confinementOf(APP, scratch, { level: 'none' });
  const conditions = { environment: {}, fakeTimers: false, database: 'memory' as const, now: 0 };
  const server = new LearnerServer({ ...conditions, confinement, budget: () => new Budget('an odd server') });
  return {
    server,
    scratch: await realpath(scratch),
    [Symbol.asyncDispose]: async () => {
      await server.stop({ kill: true });
      await folder.remove();
    },
  };
}

test('a header that takes long to take apart is not taken apart', async () => {
  await using made = await newServer();
  const answer = await made.server.http.get('/links');
  expect(answer.body).toBe('answered');
  expect(answer.headers).not.toHaveProperty('link');
});

test('a character that is printed in pieces is one character in the log', async () => {
  await using made = await newServer();
  await made.server.http.get('/halves');
  expect((await made.server.takePrinted()).log).toBe('nä€😀nä€😀');
});

test.runIf(process.platform === 'linux')(
  'temporary files of SQLite lie in its own folder, whatever its variables say',
  async () => {
    await using made = await newServer();
    const files = (await made.server.http.get('/temporary')).body as string[];
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !file.startsWith(`${made.scratch}/etilqs`))).toEqual([]);
  },
);
