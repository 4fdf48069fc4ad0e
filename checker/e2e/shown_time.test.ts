import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confinementOf } from '../fixtures/confinement.ts';
import { Budget } from '../harness/budget.ts';
import { LearnerServer } from '../harness/server.ts';

/** What a server on the checker's clock sees of time, while real time passes. */

const MINUTE = 60_000;

const APP = `import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';

export const app = express();
const seen: [string, number][] = [];
const start = Date.now();
const note = (what: string) => void seen.push([what, Date.now() - start]);

app.get('/set', (_request, response) => {
  setTimeout(() => note('at the end'), ${MINUTE});
  setTimeout(() => note('behind it'), ${MINUTE + 10});
  const every = setInterval(() => note('half of it'), ${MINUTE / 2});
  setTimeout(() => clearInterval(every), ${MINUTE + 20});
  response.json({});
});
app.get('/slow', async (_request, response) => {
  await new Promise((resolve) => setTimeout(resolve, 120));
  await sleep(120);
  let times = 0;
  await new Promise<void>((resolve) => {
    const every = setInterval(() => ++times === 3 && resolve(clearInterval(every)), 20);
  });
  response.json(Date.now() - start);
});
app.get('/seen', (_request, response) => void response.json(seen));
`;

test('long timers wait for the time that is shown, however much real time passes; short ones come due in real time', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'shown-time-'));
  const confinement = await confinementOf(APP, join(folder.path, 'scratch'), { level: 'none' });
  const conditions = { environment: {}, fakeTimers: true, database: 'memory' as const, now: Date.UTC(2030, 0, 1) };
  const server = new LearnerServer({ ...conditions, confinement, budget: () => new Budget('the time that is shown') });
  const seen = async (): Promise<unknown> => (await server.http.get('/seen')).body;
  try {
    await server.http.get('/set');
    // No time is shown to have passed.
    expect((await server.http.get('/slow')).body).toBe(0);
    expect(await seen()).toEqual([]);
    await server.clock.advance(MINUTE);
    const halves = [
      ['half of it', MINUTE / 2],
      ['at the end', MINUTE],
      ['half of it', MINUTE],
    ];
    expect(await seen()).toEqual(halves);
    await server.http.get('/slow');
    expect(await seen()).toEqual(halves);
    await server.clock.advance(10);
    expect(await seen()).toEqual([...halves, ['behind it', MINUTE + 10]]);
  } finally {
    await server.stop({ kill: true });
  }
});
