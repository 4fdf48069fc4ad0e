import { join } from 'node:path';
import type { Report } from '../grading/report.ts';
import { toTerminal } from '../reporters/terminal.ts';
import type { Mistake } from './mistake.ts';

/**
 * Mistakes whose whole message is kept as a text in `messages/`, as a learner reads it. Read it when it changes: who sees
 * only the message must be able to name the mistake.
 */
export const GOLDEN: ReadonlySet<string> = new Set([
  'current-user-before-guard',
  'current-user-never-set',
  'put-takes-me',
  'every-id-is-me',
  'me-without-user-is-401',
  'user-json-with-hash',
  'class-in-force',
  'session-auth-is-no-auth',
  'excluded-by-beginning',
  'no-type-test',
  'one-session-per-user',
  'map-turned-round',
  'id-from-math-random',
  'uuid-of-version-1',
  'plain-object-as-map',
  'unknown-id-throws',
  'unknown-id-is-undefined',
  'cookie-name-built-in',
  'cookie-not-decoded',
  'cookie-object-handed-on',
  'login-not-excluded',
  'header-alone-decides',
  'login-continued-passes',
  'basic-under-session-auth',
  'deleted-user-is-500',
  'no-cookie-throws',
  'password-before-email',
  'wrong-password-is-404',
  'session-auth-of-its-own',
  'login-reads-query',
  'only-cookie-cleared',
  'all-sessions-of-user-deleted',
  'get-logs-out',
  'true-for-unknown-session',
  'parse-int-at-its-word',
  'strict-at-the-end',
  'clock-slides',
  'map-of-its-own',
  'kept-in-memory',
  'counted-from-restart',
  'local-time-against-utc',
  'logout-leaves-row',
]);

export const MESSAGES = join(import.meta.dirname, 'messages');

/** Absolute path of the message of a mistake: `messages/08_only-cookie-cleared.txt`. */
export function messageFile({ task, name }: Pick<Mistake, 'task' | 'name'>): string {
  return join(MESSAGES, `${String(task).padStart(2, '0')}_${name}.txt`);
}

/** What a learner reads in a terminal of 80 columns. What depends on the machine is left out. */
export function messageOf(report: Report): string {
  return toTerminal({ ...report, runtime: 'node', sandbox: 'basic' }, { color: false, width: 80 });
}
