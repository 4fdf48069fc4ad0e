import type { Mistake } from '../mistake.ts';

const EXPIRATION = 'api/v1/auth/session_exp_auth.ts';
const TO_INTEGER = String.raw`return /^-?\d+$/.test(text) ? Number(text) : 0;`;
const ALIVE = 'if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);';
const REMEMBER = 'this.createdAtBySessionId.set(sessionId, Date.now());';
const END = 'return Date.now() > createdAt + this.sessionDuration * 1000;';

export const task09: Mistake[] = [
  {
    task: 9,
    name: 'parse-int-at-its-word',
    mistake: '`parseInt` is taken at its word: `"60abc"` is 60.',
    edits: [{ file: EXPIRATION, find: TO_INTEGER, replace: 'return Number.parseInt(text, 10) || 0;' }],
    caughtBy: ['9.1'],
    reason: /`sessionDuration`.*should be 0, but it is \d/,
  },
  {
    task: 9,
    name: 'number-at-its-word',
    mistake: '`Number` is taken at its word: `"60abc"` is `NaN`, and `"1.5"` is 1.5.',
    edits: [{ file: EXPIRATION, find: TO_INTEGER, replace: 'return Number(text);' }],
    caughtBy: ['9.1'],
    reason: /`sessionDuration`.*should be 0, but it is (?:NaN|\d+\.\d)/,
  },
  {
    task: 9,
    name: 'empty-duration-is-nan',
    mistake: 'An empty or missing duration is `NaN`.',
    edits: [
      {
        file: EXPIRATION,
        find: TO_INTEGER,
        replace: String.raw`return /[^\d-]/.test(text) ? 0 : Number.parseInt(text, 10);`,
      },
    ],
    caughtBy: ['9.1'],
    reason: /`sessionDuration`.*should be 0, but it is NaN/,
  },
  {
    task: 9,
    name: 'duration-cut-off',
    mistake: 'A duration of `"1.5"` is 1.',
    edits: [{ file: EXPIRATION, find: TO_INTEGER, replace: 'return Math.trunc(Number(text)) || 0;' }],
    caughtBy: ['9.1'],
    reason: /"\d+\.\d+", should be 0, but it is \d+/,
  },
  {
    task: 9,
    name: 'negative-expires-at-once',
    mistake: '`== 0` in the place of `<= 0`: with a negative duration a session expires at once.',
    edits: [{ file: EXPIRATION, find: 'this.sessionDuration <= 0', replace: 'this.sessionDuration === 0' }],
    caughtBy: ['9.3'],
    reason: /SESSION_DURATION=-\d+.*but it is null/,
  },
  {
    task: 9,
    name: 'milliseconds-for-seconds',
    mistake: 'The duration is taken for milliseconds.',
    edits: [{ file: EXPIRATION, find: END, replace: END.replace(' * 1000', '') }],
    caughtBy: ['9.4'],
    reason: /before the end|halfway/,
  },
  {
    task: 9,
    name: 'strict-at-the-end',
    mistake: 'At the very end of its life a session is over already.',
    edits: [{ file: EXPIRATION, find: END, replace: END.replace('>', '>=') }],
    caughtBy: ['9.4'],
    reason: /exactly \d+ s after the login.*but it is null/,
  },
  {
    task: 9,
    name: 'clock-slides',
    mistake: 'The clock slides: each use lengthens the session.',
    edits: [
      {
        file: EXPIRATION,
        find: ALIVE,
        replace: `if (!this.hasEnded(createdAt)) {
      ${REMEMBER}
      return super.userIdForSessionId(sessionId);
    }`,
      },
    ],
    caughtBy: ['9.4'],
    reason: /used.*should be null/,
    security: true,
  },
  {
    task: 9,
    name: 'measured-from-user',
    mistake: "The life of a session is measured from the user's creation.",
    edits: [
      {
        file: EXPIRATION,
        find: `import type { Request } from 'express';`,
        replace: `import type { Request } from 'express';
import { User } from '../../../models/user.ts';`,
      },
      {
        file: EXPIRATION,
        find: REMEMBER,
        replace: `const user = await User.get(String(userId));
    this.createdAtBySessionId.set(sessionId, user?.createdAt.getTime() ?? Date.now());`,
      },
    ],
    caughtBy: ['9.2', '9.4', '9.5'],
    reason: /older user|should answer 200, but it answers 403/,
  },
  {
    task: 9,
    name: 'measured-by-cookie',
    mistake: 'Only the cookie ends: the server never forgets the session.',
    edits: [
      { file: EXPIRATION, find: END, replace: 'return false;' },
      {
        file: 'api/v1/views/session_auth.ts',
        find: `path: '/',`,
        replace: `path: '/',
    maxAge: 1000 * Number(process.env.SESSION_DURATION ?? 0),`,
      },
    ],
    caughtBy: ['9.4', '9.5'],
    reason: /should be null, but it is "|should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 9,
    name: 'map-of-its-own',
    mistake: "A map of its own beside the parent's: the logout has no effect.",
    edits: [
      {
        file: EXPIRATION,
        find: 'readonly createdAtBySessionId = new Map<string, number>();',
        replace: `readonly createdAtBySessionId = new Map<string, number>();
  readonly owners = new Map<string, string>();`,
      },
      { file: EXPIRATION, find: REMEMBER, replace: `${REMEMBER}\n    this.owners.set(sessionId, userId as string);` },
      {
        file: EXPIRATION,
        find: ALIVE,
        replace: 'if (!this.hasEnded(createdAt)) return this.owners.get(sessionId) ?? null;',
      },
      {
        file: EXPIRATION,
        find: '    this.createdAtBySessionId.delete(sessionId);\n    return null;',
        replace:
          '    this.createdAtBySessionId.delete(sessionId);\n    this.owners.delete(sessionId);\n    return null;',
      },
      {
        file: EXPIRATION,
        find: '    this.createdAtBySessionId.delete(sessionId);\n    return true;',
        replace: '    return true;',
      },
    ],
    caughtBy: ['9.6'],
    reason: /should answer 403, but it answers 200|after the logout/,
    security: true,
  },
];
