import type { Mistake } from '../mistake.ts';

const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const FOUND = 'return User.get(userId);';
const LOOK_UP = 'const userId = await this.userIdForSessionId(this.sessionCookie(request));';

export const task06: Mistake[] = [
  {
    task: 6,
    name: 'user-id-for-user',
    mistake: '`currentUser` gives the user id, not the `User`.',
    edits: [{ file: SESSION_AUTH, find: FOUND, replace: 'return userId as unknown as User;' }],
    caughtBy: ['6.1'],
    reason: /`User`/,
  },
  {
    task: 6,
    name: 'session-record-for-user',
    mistake: '`currentUser` gives the session record, not the `User`.',
    edits: [
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: 'return { userId, sessionId: this.sessionCookie(request) } as unknown as User;',
      },
    ],
    caughtBy: ['6.1'],
    reason: /`User`/,
  },
  {
    task: 6,
    name: 'basic-under-session-auth',
    mistake: 'Basic credentials are accepted under `session_auth`.',
    edits: [
      {
        file: SESSION_AUTH,
        find: `import { Auth } from './auth.ts';`,
        replace: `import { BasicAuth } from './basic_auth.ts';`,
      },
      { file: SESSION_AUTH, find: 'class SessionAuth extends Auth', replace: 'class SessionAuth extends BasicAuth' },
      {
        file: SESSION_AUTH,
        find: `if (userId === null) return null;`,
        replace: 'if (userId === null) return super.currentUser(request);',
      },
    ],
    caughtBy: ['6.2'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 6,
    name: 'deleted-user-made-up',
    mistake: 'The session of a deleted user still works: a new `User` with its id stands in.',
    edits: [
      { file: SESSION_AUTH, find: FOUND, replace: 'return (await User.get(userId)) ?? new User({ id: userId });' },
    ],
    caughtBy: ['6.2'],
    reason: /deleted|should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 6,
    name: 'deleted-user-remembered',
    mistake: 'The session of a deleted user still works: the user of an earlier request is remembered.',
    edits: [
      {
        file: SESSION_AUTH,
        find: 'readonly userIdBySessionId = new Map<string, string>();',
        replace: `readonly userIdBySessionId = new Map<string, string>();
  readonly users = new Map<string, User>();`,
      },
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `const user = this.users.get(userId) ?? (await User.get(userId));
    if (user) this.users.set(userId, user);
    return user;`,
      },
    ],
    caughtBy: ['6.2', '6.3'],
    reason: /deleted|should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 6,
    name: 'deleted-user-is-404',
    mistake: 'The session of a deleted user is 404: `undefined` passes the filter.',
    edits: [
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `const [user] = await User.search({ id: userId });
    return user as User;`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /should answer 403, but it answers 404|undefined/,
    security: true,
  },
  {
    task: 6,
    name: 'deleted-user-is-500',
    mistake: 'The session of a deleted user is 500: the user is taken without a look.',
    edits: [
      {
        file: SESSION_AUTH,
        find: FOUND,
        replace: `const [user] = await User.search({ id: userId });
    user!.displayName();
    return user as User;`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /should answer 403, but it answers 500|displayName|deleted/,
  },
  {
    task: 6,
    name: 'no-cookie-throws',
    mistake: '`currentUser` throws without a cookie.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `const sessionId = this.sessionCookie(request);
    if (sessionId === null) throw new Error('no session cookie');
    const userId = await this.userIdForSessionId(sessionId);`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /no session cookie|answers 500/,
  },
  {
    task: 6,
    name: 'no-request-throws',
    mistake: '`currentUser` throws with no request.',
    edits: [
      {
        file: SESSION_AUTH,
        find: LOOK_UP,
        replace: `if (!request!.headers) return null;
    ${LOOK_UP}`,
      },
    ],
    caughtBy: ['6.2'],
    reason: /headers|[Nn]o request/,
  },
];
