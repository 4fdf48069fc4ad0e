// Data, one entry for each mistake: that is why this file is longer than others.
import type { Mistake } from '../mistake.ts';

const EXPIRATION = 'api/v1/auth/session_exp_auth.ts';
const CLASS = 'export class SessionExpAuth extends SessionAuth {';
const DURATION = `sessionDuration = toInteger(process.env.SESSION_DURATION ?? '');`;
const SUPER_CREATE = 'const sessionId = await super.createSession(userId);';
const REMEMBER = 'this.createdAtBySessionId.set(sessionId, Date.now());';
const CREATED_AT = 'const createdAt = this.createdAtBySessionId.get(sessionId);';
const ALIVE = 'if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);';
const FORGET_USER = 'this.userIdBySessionId.delete(sessionId);\n';
const NEVER = 'if (this.sessionDuration <= 0) return false;';
const END = 'return Date.now() > createdAt + this.sessionDuration * 1000;';
const LOGGED_OUT = 'this.createdAtBySessionId.delete(sessionId);\n    return true;';

export const moreOfTask09: Mistake[] = [
  {
    task: 9,
    name: 'duration-under-wrong-name',
    mistake: 'The duration is read from a variable of another name: no session ever ends.',
    edits: [{ file: EXPIRATION, find: DURATION, replace: DURATION.replace('SESSION_DURATION', 'SESSION_EXPIRATION') }],
    caughtBy: ['9.1'],
    reason: /`sessionDuration`, with SESSION_DURATION=\d+, should be \d+, but it is 0/,
    security: true,
  },
  {
    task: 9,
    name: 'duration-by-default',
    mistake: 'Where `SESSION_DURATION` is not set, a session lives for an hour.',
    edits: [{ file: EXPIRATION, find: DURATION, replace: DURATION.replace(`?? ''`, `?? '3600'`) }],
    caughtBy: ['9.1', '9.3'],
    reason: /without SESSION_DURATION, should be 0, but it is 3600/,
  },
  {
    task: 9,
    name: 'duration-of-three-weeks-at-most',
    mistake: 'The duration is cut to what a timer takes.',
    edits: [
      {
        file: EXPIRATION,
        find: DURATION,
        replace: DURATION.replace('toInteger(', 'Math.min(2_147_483, toInteger(').replace(');', '));'),
      },
    ],
    caughtBy: ['9.1'],
    reason: /`sessionDuration`, with SESSION_DURATION=2147483648, should be 2147483648, but it is 2147483\./,
  },
  {
    task: 9,
    name: 'duration-is-text',
    mistake: 'The duration stays a text.',
    edits: [
      {
        file: EXPIRATION,
        find: DURATION,
        replace: `sessionDuration = String(toInteger(process.env.SESSION_DURATION ?? '')) as never as number;`,
      },
    ],
    caughtBy: ['9.1'],
    reason: /`sessionDuration`, with SESSION_DURATION=\d+, should be \d+, but it is "\d+"/,
  },
  {
    task: 9,
    name: 'negative-turned-round',
    mistake: 'The sign of a duration is dropped: `-5` is 5.',
    edits: [{ file: EXPIRATION, find: DURATION, replace: DURATION.replace(/(toInteger\(.*\))/, 'Math.abs($1)') }],
    caughtBy: ['9.1', '9.3'],
    reason: /SESSION_DURATION=-\d+, should be -\d+, but it is \d+/,
  },
  {
    task: 9,
    name: 'negative-is-zero',
    mistake: 'A negative duration is 0, though it is an integer.',
    edits: [{ file: EXPIRATION, find: DURATION, replace: DURATION.replace(/(toInteger\(.*\))/, 'Math.max(0, $1)') }],
    caughtBy: ['9.1'],
    reason: /SESSION_DURATION=-\d+, should be -\d+, but it is 0/,
  },
  {
    task: 9,
    name: 'minutes-for-seconds',
    mistake: 'The duration is taken for minutes: a session lives sixty times as long.',
    edits: [{ file: EXPIRATION, find: END, replace: END.replace('* 1000', '* 60_000') }],
    caughtBy: ['9.4'],
    reason: /1 ms after the login.*should be null, but it is "/,
    security: true,
  },
  {
    task: 9,
    name: 'zero-ends-at-once',
    mistake: 'A duration of 0 ends a session at once.',
    edits: [{ file: EXPIRATION, find: NEVER, replace: NEVER.replace('<= 0', '< 0') }],
    caughtBy: ['9.3'],
    reason: /4000 days after the login.*but it is null/,
  },
  {
    task: 9,
    name: 'whole-seconds-compared',
    mistake: 'The age is cut off to whole seconds: a session lives up to a second too long.',
    edits: [
      {
        file: EXPIRATION,
        find: END,
        replace: 'return Math.floor((Date.now() - createdAt) / 1000) > this.sessionDuration;',
      },
    ],
    caughtBy: ['9.4'],
    reason: /1 ms after the login.*should be null, but it is "/,
    security: true,
  },
  {
    task: 9,
    name: 'time-kept-as-text',
    mistake: 'The time of creation is kept as a text without milliseconds: a session ends too early.',
    edits: [
      {
        file: EXPIRATION,
        find: REMEMBER,
        replace: REMEMBER.replace('Date.now()', 'Date.parse(new Date().toUTCString())'),
      },
    ],
    caughtBy: ['9.4'],
    reason: /before the end of the session.*but it is null|exactly \d+ s after the login.*but it is null/,
  },
  {
    task: 9,
    name: 'time-kept-by-user',
    mistake: 'The time is kept by user, not by session: each login lengthens all sessions of the user.',
    edits: [
      { file: EXPIRATION, find: REMEMBER, replace: REMEMBER.replace('(sessionId,', '(userId as string,') },
      {
        file: EXPIRATION,
        find: CREATED_AT,
        replace: CREATED_AT.replace('get(sessionId)', `get((await super.userIdForSessionId(sessionId)) ?? '')`),
      },
    ],
    caughtBy: ['9.4'],
    reason: /the older one just past its end/,
    security: true,
  },
  {
    task: 9,
    name: 'expiry-for-current-user-only',
    mistake: 'Only `currentUser` looks at the age: `userIdForSessionId` gives expired sessions, too.',
    edits: [
      { file: EXPIRATION, find: ALIVE, replace: 'if (createdAt) return super.userIdForSessionId(sessionId);' },
      {
        file: EXPIRATION,
        find: '/** Whether a session that was made',
        replace: `override async currentUser(request?: Request | null) {
    const createdAt = this.createdAtBySessionId.get(this.sessionCookie(request) ?? '');
    return createdAt === undefined || this.hasEnded(createdAt) ? null : super.currentUser(request);
  }

  /** Whether a session that was made`,
      },
    ],
    caughtBy: ['9.4'],
    reason: /1 ms after the login.*should be null, but it is "/,
    security: true,
  },
  {
    task: 9,
    name: 'good-once-good-for-ever',
    mistake: 'A session that was found good is remembered, and its age not looked at again.',
    edits: [
      { file: EXPIRATION, find: CLASS, replace: `${CLASS}\n  readonly #good = new Set<string>();\n` },
      {
        file: EXPIRATION,
        find: ALIVE,
        replace: `if (this.#good.has(sessionId) || !this.hasEnded(createdAt)) {
      this.#good.add(sessionId);
      return super.userIdForSessionId(sessionId);
    }`,
      },
    ],
    caughtBy: ['9.4'],
    reason: /1 ms after the login.*should be null, but it is "/,
    security: true,
  },
  {
    task: 9,
    name: 'expired-throws',
    mistake: 'An expired session throws: over HTTP it is 500.',
    edits: [
      {
        file: EXPIRATION,
        find: ALIVE,
        replace: `if (this.hasEnded(createdAt)) throw new Error('session expired');\n    ${ALIVE}`,
      },
    ],
    caughtBy: ['9.4', '9.5'],
    reason: /session expired|should answer 403, but it answers 500/,
  },
  {
    task: 9,
    name: 'unknown-without-end-is-undefined',
    mistake: 'Where sessions never end, the map is asked at once: an unknown session id gives `undefined`.',
    edits: [
      {
        file: EXPIRATION,
        find: CREATED_AT,
        replace: `if (this.sessionDuration <= 0) return this.userIdBySessionId.get(sessionId) as string;\n    ${CREATED_AT}`,
      },
    ],
    caughtBy: ['9.3'],
    reason: /unknown.*should be null, but it is undefined/,
  },
  {
    task: 9,
    name: 'id-made-without-super',
    mistake: '`createSession` makes the session itself, and not through `super`.',
    edits: [
      {
        file: EXPIRATION,
        find: `import type { Request } from 'express';`,
        replace: `import { randomUUID } from 'node:crypto';\nimport type { Request } from 'express';`,
      },
      {
        file: EXPIRATION,
        find: SUPER_CREATE,
        replace: `const sessionId = typeof userId === 'string' ? randomUUID() : null;
    if (sessionId) this.userIdBySessionId.set(sessionId, userId as string);`,
      },
    ],
    caughtBy: ['9.2'],
    reason: /What `createSession\(userId\)` does with `super\.createSession`/,
  },
  {
    task: 9,
    name: 'super-not-awaited',
    mistake: 'What `super.createSession` gives is not awaited: the time is remembered under a promise.',
    edits: [
      {
        file: EXPIRATION,
        find: SUPER_CREATE,
        replace: 'const sessionId = super.createSession(userId) as never as string;',
      },
    ],
    caughtBy: ['9.3', '9.4'],
    reason: /should be "[^"]+", but it is null/,
  },
  {
    task: 9,
    name: 'expired-revived-by-login',
    mistake: 'A new login of the user gives an expired session a new life, and its id out again.',
    edits: [
      {
        file: EXPIRATION,
        find: SUPER_CREATE,
        replace: `for (const [id, owner] of this.userIdBySessionId) {
      if (owner !== userId || !this.hasEnded(this.createdAtBySessionId.get(id) ?? 0)) continue;
      this.createdAtBySessionId.set(id, Date.now());
      return id;
    }
    ${SUPER_CREATE}`,
      },
    ],
    caughtBy: ['9.5'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 9,
    name: 'expired-entry-left',
    mistake: 'The look-up of an expired session leaves its entry in the map of the parent.',
    edits: [{ file: EXPIRATION, find: FORGET_USER, replace: '\n' }],
    caughtBy: ['9.6'],
    reason: /still hold the session id after the look-up.*userIdBySessionId/,
  },
  {
    task: 9,
    name: 'time-left-at-logout',
    mistake: 'The logout leaves the time of the session.',
    edits: [{ file: EXPIRATION, find: LOGGED_OUT, replace: 'return true;' }],
    caughtBy: ['9.6'],
    reason: /still hold the session id after the logout.*createdAtBySessionId/,
  },
  {
    task: 9,
    name: 'expired-takes-all-along',
    mistake: 'The look-up of an expired session clears both maps: everybody is logged out.',
    edits: [{ file: EXPIRATION, find: FORGET_USER, replace: 'this.userIdBySessionId.clear();\n' }],
    caughtBy: ['9.6'],
    reason: /should answer 200, but it answers 403/,
  },
  {
    task: 9,
    name: 'session-auth-expires-too',
    mistake: '`session_auth` leads to the new class, too: its sessions end.',
    edits: [
      {
        file: 'api/v1/auth/index.ts',
        find: `['session_auth', SessionAuth],`,
        replace: `['session_auth', SessionExpAuth],`,
      },
    ],
    caughtBy: ['9.5'],
    reason: /under `session_auth`, \d+ s and 1 ms after the login/,
  },
];
