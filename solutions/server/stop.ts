import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_LOOKS_MS = 50;

/**
 * Ends a server: it takes no new connections, finishes the requests that are under way, and after `seconds` cuts off
 * what is left. Gives whether all requests came to their end.
 */
export async function stopServer(server: Server, seconds: number): Promise<boolean> {
  const ended = Promise.withResolvers<boolean>();
  server.close(() => ended.resolve(true));
  const deadline = Date.now() + seconds * 1000;
  let isEmpty = false;
  void ended.promise.then(() => {
    isEmpty = true;
  });
  while (!isEmpty && Date.now() < deadline) {
    // A connection becomes idle when its request is finished: a client that keeps it open must not keep the server.
    server.closeIdleConnections();
    await pause(Math.min(BETWEEN_LOOKS_MS, Math.max(0, deadline - Date.now())));
  }
  if (isEmpty) return true;
  server.closeAllConnections();
  await ended.promise;
  return false;
}

/**
 * Whether `work` comes to its end in this time. What fails has not: a database that has fallen silent must not keep the
 * server from ending.
 */
export async function endsWithin(seconds: number, work: Promise<unknown>): Promise<boolean> {
  const waiting = new AbortController();
  const tooLate = pause(seconds * 1000, false, { signal: waiting.signal });
  try {
    return await Promise.race([work.then(() => true), tooLate]);
  } catch {
    return false;
  } finally {
    tooLate.catch(() => {});
    waiting.abort();
  }
}
