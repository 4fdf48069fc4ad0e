import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { database } from '../models/storage/index.ts';
import { UserSession } from '../models/user_session.ts';
import { log } from './log.ts';

const BATCH = 500;
const BETWEEN_BATCHES_MS = 20;

/**
 * Deletes the sessions that have ended, in batches: one long deletion would keep log-ins waiting. Several instances may
 * do so at once. Gives the number of deleted sessions.
 */
export async function sweep(sessionSeconds: number, isStopping: () => boolean = () => false): Promise<number> {
  if (sessionSeconds <= 0) return 0;
  const oldest = new Date(Date.now() - sessionSeconds * 1000).toISOString();
  let swept = 0;
  for (let last = BATCH; last === BATCH && !isStopping(); ) {
    last = await sweepBatch(oldest);
    swept += last;
    await pause(BETWEEN_BATCHES_MS);
  }
  return swept;
}

async function sweepBatch(oldest: string): Promise<number> {
  const table = sql.table(UserSession.table);
  const { numAffectedRows } = await sql`
    delete from ${table} where id in (
      select id from ${table} where created_at < ${oldest} order by created_at limit ${sql.lit(BATCH)}
    )
  `.execute(database().kysely);
  return Number(numAffectedRows ?? 0);
}

/** Sweeps again and again. Gives a function that ends it, and waits for the sweep that is under way. */
export function keepSweeping(sessionSeconds: number, everySeconds: number): () => Promise<void> {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const sessions = await sweep(sessionSeconds, () => stopping.signal.aborted);
        if (sessions > 0) log.info({ event: 'expired', sessions });
      } catch (error) {
        // The database may be away. The next sweep finds what this one has left.
        log.warn({ event: 'sweep failed', reason: (error as Error).message });
      }
      // Instances that were started together shall not sweep together.
      const wait = everySeconds * 1000 * (0.9 + 0.2 * Math.random());
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}
