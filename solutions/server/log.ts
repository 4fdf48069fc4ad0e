import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { currentContext } from './request_context.ts';

/** What happened, as one line of JSON on standard output. Each line has an `event`, and the request that it belongs to. */
export const log = pino({
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
  mixin() {
    const context = currentContext();
    return context ? { request: context.id, address: context.address } : {};
  },
});

/**
 * A name for something that the log must not have in the clear: a session id is as good as a password, and what somebody
 * typed as an e-mail may be one. The same value always has the same name, so that lines can be put together.
 */
export function tag(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
