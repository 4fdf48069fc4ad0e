// @module-tag long
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { RandomInputs } from '../../harness/random.ts';
import { KINDS, openDatabases } from './databases.ts';
import { startServer } from './finished_server.ts';
import { malformedRequest } from './fuzz_requests.ts';
import { registered, statusOf } from './people.ts';

/** The long form is run by hand: `KATA_LONG=1 npx vitest run checker/e2e/server/fuzz.test.ts`. */
const REQUESTS = process.env.KATA_LONG ? 10_000 : 1000;
const AT_ONCE = 32;
const SEED = Number(process.env.KATA_SEED ?? 1);
const MOST_GROWTH = 1.5;

const databases = openDatabases();

/** Sends bytes, ends, and gives the status of the answer; 0 where the connection was closed without one. */
function send(port: number, bytes: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const finish = () => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0));
    };
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', finish);
    socket.on('error', finish);
    // Who waits for the rest of a request learns that there is none.
    socket.setTimeout(2000, () => socket.end());
    socket.write(bytes);
    setTimeout(() => socket.end(), 1000).unref();
  });
}

function memory(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

describe.each(KINDS)(`${REQUESTS} malformed requests, on %s`, (kind) => {
  test.runIf(databases.has(kind) && process.platform === 'linux')(
    'get no answer of 5xx, and leave the server as it was',
    async () => {
      await using server = await startServer({ DATABASE_URL: await databases.url(kind, 'fuzz') });
      const random = new RandomInputs(SEED, 'malformed requests');
      const statuses = new Map<number, number>();
      const bad: string[] = [];
      let person = await registered(server.url);
      let sent = 0;
      let before = 0;

      async function attack(): Promise<void> {
        while (sent < REQUESTS) {
          sent += 1;
          if (sent === REQUESTS / 2) before = memory(server.pid);
          if (sent % 200 === 0 && (await statusOf(server.url, person.cookie)) !== 200)
            person = await registered(server.url);
          const request = malformedRequest(random, person);
          const status = await send(server.port, request);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status >= 500) bad.push(`${status} for ${JSON.stringify(request.toString('latin1').slice(0, 500))}`);
        }
      }

      await Promise.all(Array.from({ length: AT_ONCE }, attack));
      expect(bad).toEqual([]);
      expect(server.log.filter(({ event }) => event === 'fault' || event === 'unavailable')).toEqual([]);
      expect(await statusOf(server.url, (await registered(server.url)).cookie)).toBe(200);
      // Most requests must come through to the routes, else nothing was tried.
      expect(statuses.get(200) ?? 0).toBeGreaterThan(REQUESTS / 50);
      expect(statuses.get(0) ?? 0).toBeLessThan(REQUESTS / 5);
      const after = memory(server.pid);
      if (process.env.KATA_LONG)
        console.log(kind, Object.fromEntries([...statuses].sort()), `${before.toFixed(0)} to ${after.toFixed(0)} MiB`);
      expect(after / before).toBeLessThan(MOST_GROWTH);
    },
    600_000,
  );
});
