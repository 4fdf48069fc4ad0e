import type { RequestHandler } from 'express';
import { sql } from 'kysely';
import { database } from '../models/storage/index.ts';

const PATIENCE_MS = 2000;

/** Whether this instance shall get requests. For load balancers and containers; apart from the API. */
export function health(isStopping: () => boolean): RequestHandler {
  return async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    if (isStopping()) return void response.status(503).json({ status: 'stopping' });
    const isUp = await databaseAnswers();
    response.status(isUp ? 200 : 503).json({ status: isUp ? 'ok' : 'no database' });
  };
}

/** Whether the database answers soon. A question that is still open is not asked twice: askers must not pile up. */
async function databaseAnswers(): Promise<boolean> {
  const waiting = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => waiting.resolve(false), PATIENCE_MS);
  question ??= ask().finally(() => {
    question = undefined;
  });
  try {
    return await Promise.race([question, waiting.promise]);
  } finally {
    clearTimeout(timer);
  }
}

let question: Promise<boolean> | undefined;

async function ask(): Promise<boolean> {
  try {
    await sql`select 1`.execute(database().kysely);
    return true;
  } catch {
    return false;
  }
}
