// Data, one entry for each mistake: that is why this file is longer than others.
import type { Edit, Mistake } from '../mistake.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const MAP = 'readonly userIdBySessionId = new Map<string, string>();';
const BAD_USER_ID = `if (typeof userId !== 'string' || userId === '') return null;`;
const MAKE = 'const sessionId = randomUUID();';
const STORE = 'this.userIdBySessionId.set(sessionId, userId);';
const IMPORT = `import { randomUUID } from 'node:crypto';`;

/** Makes the text of a UUID version 4 out of the first 32 digits of `hexadecimal`. */
const AS_UUID = `.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')`;

/** Puts another expression in the place of the random UUID, and another import in the place of its own. */
function idFrom(expression: string, imported: string): Edit[] {
  return [
    { file: SESSION_AUTH, find: IMPORT, replace: imported },
    { file: SESSION_AUTH, find: MAKE, replace: `const sessionId = ${expression};` },
  ];
}

export const moreOfTask02: Mistake[] = [
  {
    task: 2,
    name: 'map-in-module',
    mistake: 'The map belongs to the module: all instances share one.',
    edits: [
      { file: SESSION_AUTH, find: MAP, replace: 'readonly userIdBySessionId = sessions;' },
      {
        file: SESSION_AUTH,
        find: '/** Authentication by session:',
        replace: 'const sessions = new Map<string, string>();\n\n/** Authentication by session:',
      },
    ],
    caughtBy: ['2.1'],
    reason: /entries in the maps of three instances/,
  },
  {
    task: 2,
    name: 'map-is-private',
    mistake: 'The map is a private field: nobody outside finds `userIdBySessionId`.',
    edits: [
      { file: SESSION_AUTH, find: MAP, replace: MAP.replace('userId', '#userId') },
      { file: SESSION_AUTH, find: STORE, replace: STORE.replace('this.userId', 'this.#userId') },
      { file: SESSION_AUTH, find: 'this.userIdBySessionId.get(', replace: 'this.#userIdBySessionId.get(' },
      { file: SESSION_AUTH, find: 'this.userIdBySessionId.delete(', replace: 'this.#userIdBySessionId.delete(' },
    ],
    caughtBy: ['2.1'],
    reason: /`new SessionAuth\(\)\.userIdBySessionId` should be .*undefined/,
  },
  {
    task: 2,
    name: 'bad-user-id-is-undefined',
    mistake: 'For a bad user id it gives `undefined`, not `null`.',
    edits: [
      {
        file: SESSION_AUTH,
        find: BAD_USER_ID,
        replace: BAD_USER_ID.replace('return null', 'return undefined as never'),
      },
    ],
    caughtBy: ['2.2'],
    reason: /`createSession\(\)` should be null, but it is undefined/,
  },
  {
    task: 2,
    name: 'bad-user-id-throws',
    mistake: 'A bad user id throws.',
    edits: [
      {
        file: SESSION_AUTH,
        find: BAD_USER_ID,
        replace: BAD_USER_ID.replace('return null', `throw new TypeError('the user id is no string')`),
      },
    ],
    caughtBy: ['2.2'],
    reason: /the user id is no string/,
  },
  {
    task: 2,
    name: 'numbers-refused-only',
    mistake: 'Of all that is no string only numbers are refused: a list or an object gets a session.',
    edits: [
      {
        file: SESSION_AUTH,
        find: BAD_USER_ID,
        replace: `if (!userId || typeof userId === 'number') return null;`,
      },
      { file: SESSION_AUTH, find: STORE, replace: 'this.userIdBySessionId.set(sessionId, userId as string);' },
    ],
    caughtBy: ['2.2'],
    reason: /`createSession\(true\)` should be null/,
  },
  {
    task: 2,
    name: 'stored-before-test',
    mistake: 'The entry is made first, and the user id judged afterwards: a bad one is left in the map.',
    edits: [
      { file: SESSION_AUTH, find: BAD_USER_ID, replace: '' },
      {
        file: SESSION_AUTH,
        find: STORE,
        replace: `this.userIdBySessionId.set(sessionId, userId as string);\n    ${BAD_USER_ID}`,
      },
    ],
    caughtBy: ['2.2'],
    reason: /The map after seven calls with bad user ids/,
  },
  {
    task: 2,
    name: 'numeric-text-refused',
    mistake: 'A text that looks like a number is refused, although it is a string.',
    edits: [
      {
        file: SESSION_AUTH,
        find: BAD_USER_ID,
        replace: `if (typeof userId !== 'string' || !Number.isNaN(Number(userId))) return null;`,
      },
    ],
    caughtBy: ['2.3'],
    reason: /the session of the user id "\d+"/,
  },
  {
    task: 2,
    name: 'user-id-trimmed',
    mistake: 'The user id is trimmed before it is stored.',
    edits: [{ file: SESSION_AUTH, find: STORE, replace: 'this.userIdBySessionId.set(sessionId, userId.trim());' }],
    caughtBy: ['2.3'],
    reason: /the session of the user id " /,
  },
  {
    task: 2,
    name: 'record-in-map',
    mistake: 'The map holds a record with the user id, not the user id.',
    edits: [
      { file: SESSION_AUTH, find: MAP, replace: 'readonly userIdBySessionId = new Map<string, { userId: string }>();' },
      { file: SESSION_AUTH, find: STORE, replace: 'this.userIdBySessionId.set(sessionId, { userId });' },
      {
        file: SESSION_AUTH,
        find: 'return this.userIdBySessionId.get(sessionId) ?? null;',
        replace: 'return this.userIdBySessionId.get(sessionId)?.userId ?? null;',
      },
    ],
    caughtBy: ['2.3'],
    reason: /\[key, value\] in the map/,
  },
  {
    task: 2,
    name: 'id-is-uuid-of-user-id',
    mistake: 'The session id is a UUID of version 3, made from the user id: whoever knows the user id knows it.',
    edits: idFrom('v3(userId, v3.URL)', `import { v3 } from 'uuid';`),
    caughtBy: ['2.3', '2.4'],
    reason: /UUID of version 4|two sessions of one user have the same id/i,
    security: true,
  },
  {
    task: 2,
    name: 'id-is-hash-of-user-and-time',
    mistake: 'The session id is a hash of the user id and the time.',
    edits: idFrom(
      `createHash('sha256').update(userId + Date.now()).digest('hex')${AS_UUID}`,
      `import { createHash } from 'node:crypto';`,
    ),
    caughtBy: ['2.4'],
    reason: /have the same id|clock held still|before its start/,
    security: true,
  },
  {
    task: 2,
    name: 'id-with-random-end',
    mistake: 'Only the last digits of the session id are random: they can be tried out.',
    edits: idFrom(
      `\`00000000-0000-4000-8000-\${randomBytes(6).toString('hex')}\``,
      `import { randomBytes } from 'node:crypto';`,
    ),
    caughtBy: ['2.4'],
    reason: /\d+ of the \d+ digits are the same in all session ids/,
    security: true,
  },
  {
    task: 2,
    name: 'id-from-small-number',
    mistake: 'The session id is a hash of a random number below 100,000: all of them can be tried out.',
    edits: idFrom(
      `createHash('sha256').update(String(randomInt(100_000))).digest('hex')${AS_UUID}`,
      `import { createHash, randomInt } from 'node:crypto';`,
    ),
    caughtBy: ['2.4'],
    reason: /The number of different ids in \d+ sessions/,
    security: true,
  },
  {
    task: 2,
    name: 'id-counted-from-random-start',
    mistake: 'The first session id is random, and each one after it is the next number.',
    edits: [
      {
        file: SESSION_AUTH,
        find: '/** Authentication by session:',
        replace: `let last = randomUUID() as string;\n\n/** Authentication by session:`,
      },
      {
        file: SESSION_AUTH,
        find: MAKE,
        replace: `last = last.slice(0, 24) + ((Number.parseInt(last.slice(24), 16) + 1) % 2 ** 48).toString(16).padStart(12, '0');
    const sessionId = last;`,
      },
    ],
    caughtBy: ['2.4'],
    reason: /\d+ of the \d+ digits are the same in all session ids/,
    security: true,
  },
  {
    task: 2,
    name: 'id-with-a-bit-that-stays',
    mistake: 'The last digit of the session id is always even: half of all ids never come.',
    edits: idFrom(
      `randomUUID().replace(/.$/, (digit) => (Number.parseInt(digit, 16) & 14).toString(16))`,
      `import { randomUUID } from 'node:crypto';`,
    ),
    caughtBy: ['2.4'],
    reason: /the number of those that are the same in \d+ session ids should be 0, but it is 1/,
    security: true,
  },
  {
    task: 2,
    name: 'id-with-fixed-variant',
    mistake: 'The UUID is put together by hand, and the digit of its variant is always the same.',
    edits: idFrom(`randomBytes(16).toString('hex')${AS_UUID}`, `import { randomBytes } from 'node:crypto';`),
    caughtBy: ['2.4'],
    reason: /the number of those that are the same in \d+ session ids should be 0, but it is 2/,
  },
  {
    task: 2,
    name: 'id-near-the-others',
    mistake: 'One id is random when the server starts, and each session id is that one with three bits turned over.',
    edits: [
      { file: SESSION_AUTH, find: IMPORT, replace: `import { randomBytes, randomInt } from 'node:crypto';` },
      {
        file: SESSION_AUTH,
        find: '/** Authentication by session:',
        replace: 'const first = randomBytes(16);\n\n/** Authentication by session:',
      },
      {
        file: SESSION_AUTH,
        find: MAKE,
        replace: `const bytes = Buffer.from(first);
    for (let turn = 0; turn < 3; turn += 1) {
      const bit = randomInt(128);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    }
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const sessionId = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');`,
      },
    ],
    caughtBy: ['2.4'],
    reason: /two differ in \d of their 122 random bits only|The number of different ids/,
    security: true,
  },
  {
    task: 2,
    name: 'known-user-keeps-id',
    mistake: 'A user who has a session already gets the same session id again.',
    edits: [
      {
        file: SESSION_AUTH,
        find: MAKE,
        replace: `for (const [id, owner] of this.userIdBySessionId) if (owner === userId) return id;\n    ${MAKE}`,
      },
    ],
    caughtBy: ['2.4'],
    reason: /Two sessions of one user have the same id/,
    security: true,
  },
  {
    task: 2,
    name: 'one-session-for-all',
    mistake: 'Each new session puts a new map in the place of the old one: all other sessions are lost.',
    edits: [
      { file: SESSION_AUTH, find: MAP, replace: MAP.replace('readonly ', '') },
      { file: SESSION_AUTH, find: STORE, replace: 'this.userIdBySessionId = new Map([[sessionId, userId]]);' },
    ],
    caughtBy: ['2.4'],
    reason: /the first and the second session of the user.*undefined/is,
  },
];
