import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { launch, type Running } from './launch.ts';
import { median, shoot } from './shoot.ts';

const FEW = 1000;
const MANY = 1_000_000;
/** So many that most of their pages are not in SQLite's own cache. */
const ASKED = 20_000;
const ROUNDS = 5;
const SECONDS = 2;
const BAR = 1.3;

/** A look-up among a million stored sessions, beside one among a thousand. */
export async function manySessions(scratch: string): Promise<object[]> {
  await using stack = new AsyncDisposableStack();
  const servers: { server: Running; cookies: string[]; rates: number[] }[] = [];
  for (const count of [FEW, MANY]) {
    const file = join(scratch, `sessions-${count}.db`);
    const environment = { AUTH_TYPE: 'session_db_auth', DATABASE_URL: `sqlite:${file}` };
    const server = stack.use(await launch({ name: `${count} stored sessions`, file: 'api.ts', environment }));
    servers.push({ server, cookies: fill(file, count), rates: [] });
  }
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { server, cookies, rates } of servers) {
      const { perSecond } = await shoot(server, SECONDS, cookies);
      if (round > 0) rates.push(perSecond);
    }
  }
  const [few, many] = servers as [(typeof servers)[0], (typeof servers)[0]];
  const ratio = median(few.rates.map((rate, index) => rate / (many.rates[index] ?? Number.NaN)));
  return [
    {
      work: `look-up of up to ${ASKED} sessions in turn`,
      [`requests/s, ${FEW} stored`]: Math.round(median(few.rates)),
      [`requests/s, ${MANY} stored`]: Math.round(median(many.rates)),
      'times as slow': Number(ratio.toFixed(2)),
      bar: `<= ${BAR}`,
      holds: ratio <= BAR ? 'yes' : 'NO',
    },
  ];
}

/** Adds sessions of the one user to a database. Gives the cookies of some of them, taken evenly from all. */
function fill(file: string, count: number): string[] {
  const database = new DatabaseSync(file);
  const { id } = database.prepare('select id from users').get() as { id: string };
  const insert = database.prepare(
    'insert into user_sessions (id, user_id, session_id, created_at, updated_at) values (?, ?, ?, ?, ?)',
  );
  const cookies: string[] = [];
  const now = new Date().toISOString();
  database.exec('begin');
  for (let each = 0; each < count; each += 1) {
    const sessionId = randomUUID();
    insert.run(randomUUID(), id, sessionId, now, now);
    if (each % Math.ceil(count / ASKED) === 0) cookies.push(`_my_session_id=${sessionId}`);
  }
  database.exec('commit');
  database.close();
  return cookies;
}
