import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confinementOf } from '../fixtures/confinement.ts';
import { Budget } from '../harness/budget.ts';
import { LearnerServer } from '../harness/server.ts';

/** What a server does after its answer is done when it is asked again. Else luck would decide about what is found. */

const TIMES = 30;

const APP = `import express from 'express';

export const app = express();
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
let done = 0;
let released = false;

app.get('/done', (_request, response) => void response.json(done));
app.get('/turns', async (_request, response) => {
  response.json({});
  for (let turns = 0; turns < 10; turns += 1) await turn();
  done += 1;
});
app.get('/wait', async (_request, response) => {
  while (!released) await turn();
  response.json('released');
});
app.get('/release', (_request, response) => {
  released = true;
  response.json({});
});
app.get('/for-ever', (_request, response) => {
  const again = () => void setImmediate(again);
  again();
  response.json({});
});
`;

async function newServer(): Promise<{ server: LearnerServer } & AsyncDisposable> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'after-answer-'));
  const confinement = await confinementOf(APP, join(folder.path, 'scratch'), { level: 'none' });
  const conditions = { environment: {}, fakeTimers: false, database: 'memory' as const, now: 0 };
  const server = new LearnerServer({ ...conditions, confinement, budget: () => new Budget('after the answer') });
  return {
    server,
    [Symbol.asyncDispose]: async () => {
      await server.stop({ kill: true });
      await folder.remove();
    },
  };
}

test('what goes on after the answer is done before the next request', async () => {
  await using made = await newServer();
  const { http } = made.server;
  const seen: unknown[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    await http.get('/turns');
    seen.push((await http.get('/done')).body);
  }
  expect(seen).toEqual(Array.from({ length: TIMES }, (_, time) => time + 1));
});

test('and before the next evaluation, which may leave something behind as well', async () => {
  await using made = await newServer();
  const { server } = made;
  /** Gives how often it was called before, and how much of what that left behind is done. */
  const begin = () => {
    const state = globalThis as unknown as { begun: number; ended: number };
    const before = [state.begun ?? 0, state.ended ?? 0];
    const goOn = (turns: number): void => {
      if (turns > 0) setImmediate(goOn, turns - 1);
      else state.ended = (state.ended ?? 0) + 1;
    };
    state.begun = (state.begun ?? 0) + 1;
    goOn(10);
    return before;
  };
  const seen: unknown[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    seen.push(await server.evaluate([], begin));
    if (time % 2 === 0) await server.http.get('/turns');
  }
  expect(seen).toEqual(Array.from({ length: TIMES }, (_, time) => [time, time]));
});

test('a request that waits for another one does not keep it out', async () => {
  await using made = await newServer();
  const { http } = made.server;
  const [waited, released] = await Promise.all([http.get('/wait'), http.get('/release')]);
  expect([waited.body, released.body]).toEqual(['released', {}]);
});

test('a server that never rests is asked all the same', async () => {
  await using made = await newServer();
  const { http } = made.server;
  await http.get('/for-ever');
  expect((await http.get('/done')).body).toBe(0);
});
