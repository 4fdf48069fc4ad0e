// @module-tag long
import { randomInt } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { FileFolder } from '../file_folder.ts';
import { cookieOf } from './client.ts';
import { startServer } from './finished_server.ts';
import { logIn, type Person, registered, statusOf } from './people.ts';

/** The long form is run by hand: `KATA_LONG=1 npx vitest run checker/e2e/server/kill.test.ts`. */
const KILLS = process.env.KATA_LONG ? 100 : 4;
const AT_ONCE = 8;

const folder = new FileFolder('kill');

/** Logs in again and again until the server is gone. Gives the cookies of the log-ins that it answered with 200. */
async function load(url: string, person: Person, answered: () => void): Promise<string[]> {
  const cookies: string[] = [];
  try {
    for (;;) {
      const answer = await logIn(url, person);
      expect(answer.status).toBe(200);
      cookies.push(cookieOf(answer));
      answered();
    }
  } catch (error) {
    if (!/ECONN|hang up|aborted/.test(String(error))) throw error;
    return cookies;
  }
}

test(`${KILLS} times kill -9 under a load of log-ins: every session that was answered with 200 lives on`, async () => {
  const file = folder.at('kata.db');
  const environment = { DATABASE_URL: `sqlite:${file}` };
  let person: Person | undefined;
  let sessions: string[] = [];
  let total = 0;
  for (let kills = 0; kills <= KILLS; kills += 1) {
    await using server = await startServer(environment);
    person ??= await registered(server.url);
    for (const cookie of sessions) expect(await statusOf(server.url, cookie)).toBe(200);
    if (kills === KILLS) break;
    const enough = Promise.withResolvers<void>();
    let left = randomInt(2, 40);
    const answered = () => {
      left -= 1;
      if (left === 0) enough.resolve();
    };
    const loads = Array.from({ length: AT_ONCE }, () => load(server.url, person as Person, answered));
    // The others are under way, each somewhere else.
    await Promise.race([enough.promise, ...loads]);
    await server.end('SIGKILL');
    sessions = (await Promise.all(loads)).flat();
    total += sessions.length;
  }
  const database = new DatabaseSync(file);
  expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  const { count } = database.prepare('select count(*) as count from user_sessions').get() as { count: number };
  database.close();
  // None of all rounds is lost, and something was tried at all.
  expect(count).toBeGreaterThanOrEqual(total);
  expect(total).toBeGreaterThan(KILLS);
  if (process.env.KATA_LONG) console.log(`${KILLS} kills, ${total} log-ins answered, ${count} sessions stored`);
}, 900_000);
