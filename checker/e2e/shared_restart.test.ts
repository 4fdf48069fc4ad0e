import { mkdir, mkdtempDisposable, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import { Budget } from '../harness/budget.ts';
import { compileSubmission } from '../harness/compile.ts';
import { LearnerServer } from '../harness/server.ts';
import { SharedHost } from '../harness/shared_host.ts';
import { stubBundle } from '../harness/stub_bundle.ts';
import { PROJECT } from '../project.ts';

/** A restart of a server that shares its process with others: what it kept there must be lost, as if the process had ended. */

const APP = `import express from 'express';
import { existsSync, writeFileSync } from 'node:fs';

export const app = express();
const kept: string[] = ((globalThis as any).kept ??= []);

app.get('/keep/:name', ({ params: { name } }, response) => {
  kept.push(name);
  setTimeout(() => writeFileSync(name, ''), 60);
  response.json({});
});
app.get('/kept', (_request, response) => void response.json({ kept, process: process.pid }));
app.get('/written/:name', ({ params: { name } }, response) => void response.json(existsSync(name)));
`;

type Shared = {
  server: LearnerServer;
  ask: (path: string) => Promise<unknown>;
  checkEnds: () => void;
} & AsyncDisposable;

async function sharedServer(): Promise<Shared> {
  await using made = await submission({ 'api/v1/app.ts': () => APP });
  const folder = await mkdtempDisposable(join(tmpdir(), 'restart-'));
  const scratch = join(folder.path, 'scratch');
  await mkdir(scratch);
  const { root } = await compileSubmission(made.folder);
  const packages = await realpath(join(PROJECT.root, 'node_modules'));
  const confinement = { level: 'none' as const, stub: await stubBundle(), submission: root, packages, scratch };
  const host = new SharedHost(confinement);
  const conditions = { environment: {}, fakeTimers: true, database: 'file' as const, now: 0 };
  const server = new LearnerServer({ ...conditions, confinement, budget: () => new Budget('restart'), host });
  return {
    server,
    ask: async (path) => (await server.http.get(path)).body as unknown,
    checkEnds: () => void server.steps.take({ failed: false }),
    [Symbol.asyncDispose]: async () => {
      await server.stop({ kill: true });
      await host.stop();
      await folder.remove();
    },
  };
}

test('nothing that was kept in the process is there after a restart, also where a check restarts twice', async () => {
  await using shared = await sharedServer();
  const { server, ask, checkEnds } = shared;
  for (const name of ['first', 'second', 'third']) {
    await ask(`/keep/${name}`);
    await server.restart();
    expect(await ask('/kept')).toMatchObject({ kept: expect.not.arrayContaining([name]) });
    checkEnds();
  }
  await ask('/keep/fourth');
  for (let restart = 0; restart < 2; restart += 1) {
    await server.restart();
    expect(await ask('/kept')).toMatchObject({ kept: expect.not.arrayContaining(['fourth']) });
  }
});

test('two processes are enough for all the checks that restart once', async () => {
  await using shared = await sharedServer();
  const processes = new Set<unknown>();
  for (let check = 0; check < 4; check += 1) {
    await shared.server.restart();
    processes.add(((await shared.ask('/kept')) as { process: number }).process);
    shared.checkEnds();
  }
  expect(processes.size).toBe(2);
});

test('what was to be done later is not done when the server was restarted before', async () => {
  await using shared = await sharedServer();
  for (const name of ['first', 'second']) {
    await shared.ask(`/keep/${name}`);
    await shared.server.restart();
    await sleep(200);
    expect(await shared.ask(`/written/${name}`)).toBe(false);
    shared.checkEnds();
  }
});
