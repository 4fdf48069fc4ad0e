import type { RequestHandler } from 'express';
import { UnavailableError } from '../models/storage/unavailable_error.ts';
import { BusyError } from './bound_hashing.ts';
import { log } from './log.ts';
import { LimitedError } from './model_limits.ts';
import { currentContext } from './request_context.ts';

const RETRY_AFTER_SECONDS = '2';

/** The API tells of its own faults by `console.error`. Here each becomes a line of the log, and is kept with its request. */
export function takeOverFaults(): void {
  console.error = (fault: unknown) => {
    const context = currentContext();
    if (context) context.fault = fault;
    // While the database is away, each request fails: one sentence each is enough.
    if (isPassing(fault)) log.warn({ event: 'unavailable', reason: fault.message });
    else if (fault instanceof LimitedError) log.warn({ event: 'limited', what: fault.what, seconds: fault.seconds });
    else if (isBrokenOff(fault)) log.info({ event: 'broken off', reason: fault.message });
    else log.error({ event: 'fault', ...describe(fault) });
  };
}

/** Whether the client broke the request off, or went on in a way that is no HTTP, while its body was being read. */
function isBrokenOff(fault: unknown): fault is Error {
  const code = (fault as NodeJS.ErrnoException | undefined)?.code ?? '';
  return code.startsWith('HPE_') || ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code);
}

/** What a log may have of an error. Other properties of errors can be what a client has sent, passwords and all. */
function describe(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { reason: typeof fault };
  return { reason: fault.message, code: (fault as NodeJS.ErrnoException).code, stack: fault.stack };
}

/**
 * The API answers 500 for whatever it cannot do. Where that passes by itself (the database is away, too many log-ins
 * at once), the honest answer is 503 (RFC 9110, section 15.6.4). Where somebody has tried too often, it is 429.
 */
export const honestFailures: RequestHandler = (_request, response, next) => {
  const { json } = response;
  response.json = (body) => {
    const fault = response.statusCode === 500 ? currentContext()?.fault : undefined;
    if (fault instanceof LimitedError) {
      response.status(429).set('Retry-After', String(fault.seconds));
      return json.call(response, { error: 'Too many requests' });
    }
    if (!isPassing(fault)) return json.call(response, body);
    response.status(503).set('Retry-After', RETRY_AFTER_SECONDS);
    return json.call(response, { error: 'Service unavailable' });
  };
  next();
};

/** Whether the same request may succeed a moment later. */
export function isPassing(fault: unknown): fault is Error {
  return fault instanceof UnavailableError || fault instanceof BusyError || isBlocked(fault);
}

/** Result codes of SQLite (sqlite.org/rescode.html): busy, read-only, input or output failed, full, cannot open. */
const SQLITE_CANNOT_WORK = [5, 8, 10, 13, 14];

/** Whether SQLite cannot work at present: another process keeps its lock, or the disk is full. */
function isBlocked(fault: unknown): fault is Error {
  if (!(fault instanceof Error) || !('errcode' in fault)) return false;
  // The lower eight bits are the result. Those above say more of it.
  return SQLITE_CANNOT_WORK.includes(Number(fault.errcode) & 0xff);
}
