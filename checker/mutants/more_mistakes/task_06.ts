// Data, one entry for each mistake: that is why this file is longer than others.
import type { Mistake } from '../mistake.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const CLASS = 'export class SessionAuth extends Auth {';
const LOOK_UP = 'const userId = await this.userIdForSessionId(this.sessionCookie(request));';
const NO_SESSION = 'if (userId === null) return null;';
const FOUND = 'return User.get(userId);';

export const moreOfTask06: Mistake[] = [
  {
    task: 6,
    name: 'user-id-not-awaited',
    mistake: 'The user id is not awaited: the user is looked for by a promise.',
    edits: [
      { file: SESSION_AUTH, find: LOOK_UP, replace: LOOK_UP.replace('await ', '') },
      { file: SESSION_AUTH, find: FOUND, replace: 'return User.get(userId as never);' },
    ],
    caughtBy: ['6.1', '6.4'],
    reason: /the cookie of a session, should be \{"a User"|promise/i,
  },
  {
    task: 6,
    name: 'look-up-without-this',
    mistake: '`userIdForSessionId` is taken from the auth and called without it: `this` is lost.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const { userIdForSessionId } = this;
    const userId = await userIdForSessionId(this.sessionCookie(request));`,
      },
    ],
    caughtBy: ['6.1'],
    reason: /of undefined \(reading 'userIdBySessionId'\)/,
  },
  {
    task: 6,
    name: 'look-up-not-overridable',
    mistake: '`userIdForSessionId` of this very class is called, whatever a child makes of it.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace:
          'const userId = await SessionAuth.prototype.userIdForSessionId.call(this, this.sessionCookie(request));',
      },
    ],
    caughtBy: ['6.4'],
    reason: /another, asynchronous `userIdForSessionId`/,
  },
  {
    task: 6,
    name: 'map-asked-directly',
    mistake: 'The map is asked, and not `userIdForSessionId`: later, expired sessions go on.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const userId = this.userIdBySessionId.get(this.sessionCookie(request) ?? '') ?? null;`,
      },
    ],
    caughtBy: ['6.4'],
    reason: /another, asynchronous `userIdForSessionId`/,
    security: true,
  },
  {
    task: 6,
    name: 'cookie-read-again',
    mistake: 'The cookie is read a second time here, and not by `sessionCookie`.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: LOOK_UP.replace('this.sessionCookie(request)', 'request?.cookies?._my_session_id'),
      },
    ],
    caughtBy: ['6.4'],
    reason: /another `sessionCookie` gives the session id/,
  },
  {
    task: 6,
    name: 'bearer-opens',
    mistake: 'The session id is taken from the `Authorization` header, too.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const token = this.authorizationHeader(request)?.replace(/^Bearer /, '');
    const userId = await this.userIdForSessionId(this.sessionCookie(request) ?? token);`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 6,
    name: 'session-id-in-address',
    mistake: 'The session id is taken from the address, too: with any header, `?session_id=…` opens the API.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace:
          'const userId = await this.userIdForSessionId(this.sessionCookie(request) ?? request?.query.session_id);',
      },
    ],
    caughtBy: ['6.2'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 6,
    name: 'user-id-in-cookie',
    mistake: 'A cookie that names no session is taken for a user id.',
    edits: [
      {
        file: SESSION_AUTH,
        find: NO_SESSION,
        replace: `if (userId === null) return User.get(this.sessionCookie(request) ?? '');`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 6,
    name: 'nobody-is-first-user',
    mistake: 'Without a session the search has no attribute: it finds all users, and the first one is let in.',
    edits: [
      { file: SESSION_AUTH, find: NO_SESSION, replace: '' },
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `const [user] = await User.search(userId === null ? {} : { id: userId });
    return user ?? null;`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /`currentUser\(request\)`.*should be .*null/,
    security: true,
  },
  {
    task: 6,
    name: 'nobody-is-undefined-user',
    mistake: 'Without a session it gives `undefined`, not `null`: the filter lets that pass.',
    edits: [{ file: SESSION_AUTH, find: NO_SESSION, replace: 'if (userId === null) return undefined as never;' }],
    caughtBy: ['6.2'],
    reason: /should be .*null.*undefined|should answer 403, but it answers (?:200|404)/,
    security: true,
  },
  {
    task: 6,
    name: 'look-up-under-way-shared',
    mistake: 'A look-up that is under way serves every request that comes meanwhile, whoever it is from.',
    edits: [
      { file: SESSION_AUTH, find: CLASS, replace: `${CLASS}\n  underWay: Promise<User | null> | null = null;\n` },
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `this.underWay ??= User.get(userId).finally(() => {
      this.underWay = null;
    });
    return this.underWay;`,
      },
    ],
    caughtBy: ['6.3'],
    reason: /The user id in each of four answers/,
    security: true,
  },
  {
    task: 6,
    name: 'user-copied-into-session',
    mistake: 'The session holds a copy of the user as it was at the first request.',
    edits: [
      { file: SESSION_AUTH, find: CLASS, replace: `${CLASS}\n  readonly copies = new Map<string, User>();\n` },
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `const user = await User.get(userId);
    if (user && !this.copies.has(userId)) this.copies.set(userId, user);
    return user && (this.copies.get(userId) ?? null);`,
      },
    ],
    caughtBy: ['6.3'],
    reason: /GET \/api\/v1\/users\/me answers 200, but its JSON body/,
  },
  {
    task: 6,
    name: 'session-for-e-mail',
    mistake:
      'The session is for an e-mail, not for a user: who registers with the e-mail of a deleted user gets the old sessions.',
    edits: [
      { file: SESSION_AUTH, find: CLASS, replace: `${CLASS}\n  readonly emails = new Map<string, string>();\n` },
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `const email = this.emails.get(userId) ?? (await User.get(userId))?.email ?? '';
    this.emails.set(userId, email);
    const [user] = await User.search({ email });
    return user ?? null;`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 6,
    name: 'fallen-back-to-basic-user',
    mistake: 'Beside a session cookie, the e-mail in the `Authorization` header says who the user is.',
    edits: [
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `const [email] = atob(this.authorizationHeader(request)?.slice('Basic '.length) ?? '').split(':');
    const [named] = email ? await User.search({ email }) : [];
    return named ?? User.get(userId);`,
      },
    ],
    caughtBy: ['6.3'],
    reason: /GET \/api\/v1\/users\/me answers 200, but its JSON body/,
    security: true,
  },
];
