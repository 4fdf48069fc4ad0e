import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { confinementOf } from '../fixtures/confinement.ts';
import { Budget } from '../harness/budget.ts';
import { LearnerServer } from '../harness/server.ts';
import { SharedHost } from '../harness/shared_host.ts';

/** A restart of a server that shares its process with others: what it kept there must be lost, as if the process had ended. */

const APP = `import express from 'express';
import { existsSync, writeFileSync } from 'node:fs';

export const app = express();
const kept: string[] = ((globalThis as any).kept ??= []);
let ticks = 0;
setInterval(() => void (ticks += 1), 1000);

app.get('/ticks', (_request, response) => void response.json(ticks));
app.get('/keep/:name', ({ params: { name } }, response) => {
  kept.push(name);
  setTimeout(() => writeFileSync(name, ''), 1000);
  response.json({});
});
app.get('/kept', (_request, response) => void response.json({ kept, process: process.pid }));
app.get('/written/:name', ({ params: { name } }, response) => void response.json(existsSync(name)));
`;

type Shared = {
  server: LearnerServer;
  /** Another server in the same process. */
  beside: LearnerServer;
  ask: (path: string, of?: LearnerServer) => Promise<unknown>;
  checkEnds: () => void;
} & AsyncDisposable;

async function sharedServers(): Promise<Shared> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'restart-'));
  const confinement = await confinementOf(APP, join(folder.path, 'scratch'), { level: 'none' });
  const host = new SharedHost(confinement);
  const conditions = { environment: {}, fakeTimers: true, database: 'file' as const, now: 0 };
  const options = { ...conditions, confinement, budget: () => new Budget('restart'), host };
  const [server, beside] = [new LearnerServer(options), new LearnerServer(options)];
  return {
    server,
    beside,
    ask: async (path, of = server) => (await of.http.get(path)).body as unknown,
    checkEnds: () => void server.steps.take({ failed: false }),
    [Symbol.asyncDispose]: async () => {
      await server.stop({ kill: true });
      await host.stop();
      await folder.remove();
    },
  };
}

test('nothing that was kept in the process is there after a restart, also where a check restarts twice', async () => {
  await using shared = await sharedServers();
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
  await using shared = await sharedServers();
  const processes = new Set<unknown>();
  for (let check = 0; check < 4; check += 1) {
    await shared.server.restart();
    processes.add(((await shared.ask('/kept')) as { process: number }).process);
    shared.checkEnds();
  }
  expect(processes.size).toBe(2);
});

test('what was to be done later is not done when the server was restarted before', async () => {
  await using shared = await sharedServers();
  for (const name of ['first', 'second']) {
    await shared.ask(`/keep/${name}`);
    await shared.server.restart();
    await sleep(1500);
    expect(await shared.ask(`/written/${name}`)).toBe(false);
    shared.checkEnds();
  }
});

test('nor later, when the process is used again', async () => {
  await using shared = await sharedServers();
  for (const name of ['first', 'second', 'third']) {
    await shared.ask(`/keep/${name}`);
    await shared.server.restart();
    shared.checkEnds();
  }
  await shared.server.clock.advance(5000);
  for (const name of ['first', 'second', 'third']) expect(await shared.ask(`/written/${name}`)).toBe(false);
});

test('a server beside it is loaded anew, with timers of its own', async () => {
  await using shared = await sharedServers();
  const { server, beside, ask, checkEnds } = shared;
  const processes = [await ask('/kept', server), await ask('/kept', beside)] as { process: number }[];
  expect(processes[1]?.process).toBe(processes[0]?.process);
  await ask('/keep/gone', beside);
  await server.restart();
  checkEnds();
  await ask('/keep/here', beside);
  await beside.clock.advance(5000);
  expect([await ask('/written/gone', beside), await ask('/written/here', beside)]).toEqual([false, true]);
  expect(await ask('/ticks', beside)).toBeGreaterThanOrEqual(5);
});
