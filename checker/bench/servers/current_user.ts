import { join } from 'node:path';
import { launch, launchWhole, type Running } from './launch.ts';
import { median, type Round, shoot } from './shoot.ts';
import type { Durability } from './sqlite_store.ts';

const ROUNDS = 5;
const SECONDS = 2;

/** What the finished server must come to, as ratios of requests a second (design, section 8). */
const BARS = { MemoryStore: 1.2, 'SQLite store': 2, 'bare Map': 0.6 };

type Reference = keyof typeof BARS;

/** `GET /api/v1/users/me` with a session: the finished server and its references in turn, so that all meet the same machine. */
export async function currentUser(scratch: string): Promise<object[]> {
  await using stack = new AsyncDisposableStack();
  const references: Record<Reference, Running> = {
    MemoryStore: await launch({ name: 'express-session, MemoryStore', file: 'express_session.ts' }),
    'SQLite store': await sqliteStore('express-session, SQLite store', join(scratch, 'store.db'), 'full'),
    'bare Map': await launch({ name: 'Express, cookie-parser and a Map', file: 'bare_map.ts' }),
  };
  const memory = { AUTH_TYPE: 'session_auth', DATABASE_URL: 'sqlite::memory:' };
  const stored = (file: string) => ({ AUTH_TYPE: 'session_db_auth', DATABASE_URL: `sqlite:${join(scratch, file)}` });
  const own = [
    await launch({ name: 'the API, sessions in memory', file: 'api.ts', environment: memory }),
    await launch({ name: 'the API, sessions in SQLite', file: 'api.ts', environment: stored('api.db') }),
  ];
  const whole = [
    await launchWhole('with its extras, sessions in memory', memory),
    await launchWhole('with its extras, sessions in SQLite', stored('whole.db')),
  ];
  // Shown, but no reference: after a power cut it may have forgotten what it has answered.
  const lax = await sqliteStore('the same, not waiting for the disk', join(scratch, 'lax.db'), 'normal');
  const servers = [...Object.values(references), lax, ...own, ...whole];
  for (const server of servers) stack.use(server);

  const rounds = new Map<Running, Round[]>(servers.map((server) => [server, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const server of servers) {
      const result = await shoot(server, SECONDS);
      if (round > 0) rounds.get(server)?.push(result);
    }
  }

  const numbers = (server: Running, key: keyof Round) => (rounds.get(server) ?? []).map((round) => round[key]);
  return servers.map((server) => {
    const ratios = Object.fromEntries(
      Object.entries(references).map(([name, reference]) => {
        const others = numbers(reference, 'perSecond');
        const pairs = numbers(server, 'perSecond').map((value, index) => value / (others[index] ?? Number.NaN));
        return [name, Number(median(pairs).toFixed(2))];
      }),
    ) as Record<Reference, number>;
    const holds = Object.entries(BARS).every(([name, bar]) => ratios[name as Reference] >= bar);
    return {
      server: server.name,
      'requests/s': Math.round(median(numbers(server, 'perSecond'))),
      'p99 ms': median(numbers(server, 'p99')),
      'CPU us': Math.round(median(numbers(server, 'cpuMicroseconds'))),
      ...Object.fromEntries(Object.entries(ratios).map(([name, ratio]) => [`x ${name}`, ratio])),
      'bars 1.2, 2, 0.6': own.includes(server) ? (holds ? 'hold' : 'NOT HELD') : '',
    };
  });
}

function sqliteStore(name: string, path: string, durability: Durability): Promise<Running> {
  return launch({ name, file: 'express_session.ts', args: [path, durability] });
}
