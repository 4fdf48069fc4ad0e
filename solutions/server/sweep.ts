import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { auth } from '../api/v1/auth/index.ts';
import { SessionExpAuth } from '../api/v1/auth/session_exp_auth.ts';
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

/** The same for the sessions that are kept in memory: those whose owner never comes back would fill it. */
export async function sweepMemory(sessionSeconds: number, isStopping: () => boolean = () => false): Promise<number> {
  if (sessionSeconds <= 0 || !(auth instanceof SessionExpAuth)) return 0;
  const oldest = Date.now() - sessionSeconds * 1000;
  let swept = 0;
  // A map keeps its order: the oldest session is the first.
  for (const [sessionId, createdAt] of auth.createdAtBySessionId) {
    if (createdAt >= oldest || isStopping()) break;
    auth.userIdBySessionId.delete(sessionId);
    auth.createdAtBySessionId.delete(sessionId);
    swept += 1;
    if (swept % BATCH === 0) await pause(BETWEEN_BATCHES_MS);
  }
  return swept;
}

/** Sweeps again and again. Gives a function that ends it, and waits for the sweep that is under way. */
export function keepSweeping(sessionSeconds: number, everySeconds: number): () => Promise<void> {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const isStopping = () => stopping.signal.aborted;
        const inMemory = await sweepMemory(sessionSeconds, isStopping);
        const sessions = inMemory + (await sweep(sessionSeconds, isStopping));
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
