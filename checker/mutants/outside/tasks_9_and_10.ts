// Data, one entry for each fault: that is why this file is longer than others.
import type { Fault } from './faults.ts';

/** Written from the specs alone, and judged once before anybody of ours had seen them: QUALITY.md says what came of it. */
export const faultsOfTasks9And10: Fault[] = [
  {
    task: 9,
    name: 'negative-ends-at-once',
    mistake:
      'Only a duration of exactly 0 counts as "never". With a negative duration the end lies before the beginning, so every session is expired from the start.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '  /** The life of a session in seconds. Zero or less: it never ends. */',
        replace: '  /** The life of a session in seconds. Zero: it never ends. */',
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '    if (this.sessionDuration <= 0) return false;',
        replace: '    if (this.sessionDuration === 0) return false;',
      },
    ],
    breaks: ['9.3', '10.5'],
  },
  {
    task: 9,
    name: 'expired-comes-back',
    mistake:
      'The look-up of an expired session deletes only the time of its creation, and a session without such a time is left to the parent class. So the second look-up finds it valid again, for ever.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    if (createdAt === undefined) return null;
    if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);
    // Nobody can use it any more: kept, it would only fill the memory.
    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);
    return null;`,
        replace: `    if (createdAt !== undefined && this.hasEnded(createdAt)) {
      this.createdAtBySessionId.delete(sessionId);
      return null;
    }
    return super.userIdForSessionId(sessionId);`,
      },
    ],
    breaks: ['9.4', '9.5', '9.6'],
  },
  {
    task: 9,
    name: 'expiry-only-in-current-user',
    mistake:
      'The age is judged in currentUser and not in userIdForSessionId, which stays that of the parent class. Over HTTP expired sessions are refused, but the method itself never expires anything, and its look-up of an expired session leaves all in place.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `import type { Request } from 'express';`,
        replace: `import type { Request } from 'express';
import type { User } from '../../../models/user.ts';`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `  /** The id of the user that a session was made for. \`null\` for an unknown session, and for one that has ended. */
  override async userIdForSessionId(sessionId?: unknown): Promise<string | null> {
    if (typeof sessionId !== 'string') return null;
    const createdAt = this.createdAtBySessionId.get(sessionId);
    if (createdAt === undefined) return null;
    if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);
    // Nobody can use it any more: kept, it would only fill the memory.
    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);
    return null;`,
        replace: `  /** The user whose session the cookie of the request names. \`null\` where there is none, and where it has ended. */
  override async currentUser(request?: Request | null): Promise<User | null> {
    const sessionId = this.sessionCookie(request);
    if (sessionId === null) return null;
    const createdAt = this.createdAtBySessionId.get(sessionId);
    if (createdAt !== undefined && this.hasEnded(createdAt)) {
      // Nobody can use it any more: kept, it would only fill the memory.
      this.userIdBySessionId.delete(sessionId);
      this.createdAtBySessionId.delete(sessionId);
      return null;
    }
    return super.currentUser(request);`,
      },
    ],
    breaks: ['9.4', '9.6'],
  },
  {
    task: 9,
    name: 'time-kept-per-user',
    mistake:
      'The time of the login is kept by user id, not by session id. A second login of the same user gives all earlier sessions of this user a new life.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `import type { Request } from 'express';
`,
        replace: '',
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `  /** When each session was made, in milliseconds since the epoch. Whose it is, the parent class knows already. */
  readonly createdAtBySessionId = new Map<string, number>();`,
        replace: `  /** When each user has logged in, in milliseconds since the epoch. */
  readonly loginAtByUserId = new Map<string, number>();`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '    this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: '    this.loginAtByUserId.set(String(userId), Date.now());',
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    const createdAt = this.createdAtBySessionId.get(sessionId);
    if (createdAt === undefined) return null;
    if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);`,
        replace: `    const userId = await super.userIdForSessionId(sessionId);
    if (userId === null) return null;
    const loginAt = this.loginAtByUserId.get(userId);
    if (loginAt !== undefined && !this.hasEnded(loginAt)) return userId;`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    this.createdAtBySessionId.delete(sessionId);
    return null;
  }

  /** Deletes the session that the cookie of the request names. \`false\` where there is no such session. */
  override async destroySession(request?: Request | null): Promise<boolean> {
    const sessionId = this.sessionCookie(request);
    if (sessionId === null || !(await super.destroySession(request))) return false;
    this.createdAtBySessionId.delete(sessionId);
    return true;`,
        replace: '    return null;',
      },
    ],
    breaks: ['9.4'],
  },
  {
    task: 9,
    name: 'timer-overflow',
    mistake:
      'To free the memory, each session is also deleted by a setTimeout of its whole duration. Node runs a timer of more than 2^31-1 ms (24.8 days) after 1 ms, so with longer durations every session is deleted at once.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '    this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: `    this.createdAtBySessionId.set(sessionId, Date.now());
    // Most sessions are never asked for again after their end: they must not fill the memory.
    if (this.sessionDuration > 0) {
      setTimeout(() => this.#forget(sessionId), (this.sessionDuration + 1) * 1000).unref();
    }`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    // Nobody can use it any more: kept, it would only fill the memory.
    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);`,
        replace: '    this.#forget(sessionId);',
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '    return true;',
        replace: `    return true;
  }

  #forget(sessionId: string): void {
    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);`,
      },
    ],
    breaks: ['9.4'],
  },
  {
    task: 9,
    name: 'expired-takes-siblings',
    mistake:
      'The look-up of an expired session deletes all sessions of its user, also those that were made later and are still valid.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);`,
        replace: `    const userId = this.userIdBySessionId.get(sessionId);
    for (const [id, owner] of this.userIdBySessionId) {
      if (owner !== userId) continue;
      this.userIdBySessionId.delete(id);
      this.createdAtBySessionId.delete(id);
    }`,
      },
    ],
    breaks: ['9.6', '9.4'],
  },
  {
    task: 9,
    name: 'session-cap',
    mistake:
      'So that the memory does not fill up, only the newest 1000 sessions are kept. The 1001st login throws the oldest one out, though it has not ended.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `import { SessionAuth } from './session_auth.ts';`,
        replace: `import { SessionAuth } from './session_auth.ts';

/** As many sessions are kept in memory, and no more. */
const MAX_SESSIONS = 1000;`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '    this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: `    this.createdAtBySessionId.set(sessionId, Date.now());
    // A map knows the order in which its keys came: the first one is the oldest session.
    const [oldest] = this.createdAtBySessionId.keys();
    if (oldest !== undefined && this.createdAtBySessionId.size > MAX_SESSIONS) {
      this.userIdBySessionId.delete(oldest);
      this.createdAtBySessionId.delete(oldest);
    }`,
      },
    ],
    breaks: ['2.3', '9.3', '9.4', '7.8'],
  },
  {
    task: 9,
    name: 'cookie-ends-with-negative-duration',
    mistake:
      'The login gives the cookie a Max-Age wherever the duration is not 0. With a negative duration (a session that never expires) the cookie has a negative Max-Age and an Expires in the past, so the browser throws it away at once.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `import { SessionAuth } from '../auth/session_auth.ts';`,
        replace: `import { SessionAuth } from '../auth/session_auth.ts';
import { SessionExpAuth } from '../auth/session_exp_auth.ts';`,
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  response.cookie(SESSION_NAME, sessionId, cookieOptions(request));',
        replace: '  response.cookie(SESSION_NAME, sessionId, { ...cookieOptions(request), ...cookieLife() });',
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: '  response.json({});',
        replace: `  response.json({});
}

/** Browsers keep no cookie for more than 400 days: where the session lives longer, its cookie is given no end. */
const MAX_COOKIE_LIFE = 400 * 24 * 60 * 60;

/** How long the browser keeps the cookie: as long as the session lives. */
function cookieLife(): CookieOptions {
  const seconds = auth instanceof SessionExpAuth ? auth.sessionDuration : 0;
  if (seconds === 0 || seconds > MAX_COOKIE_LIFE) return {};
  // One second more, because \`Expires\` has no milliseconds: the cookie must not end before the session.
  return { maxAge: (seconds + 1) * 1000 };`,
      },
    ],
    breaks: ['7.9'],
  },
  {
    task: 9,
    name: 'leftover-by-order',
    mistake:
      'The times are kept under a key made of user id and session id. At the logout the user id is looked up after the parent class has deleted it, so the key is a wrong one and the entry stays (at expiry the order is right).',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `  /** When each session was made, in milliseconds since the epoch. Whose it is, the parent class knows already. */
  readonly createdAtBySessionId = new Map<string, number>();`,
        replace: `  /** When each session was made, in milliseconds since the epoch. The key holds user id and session id. */
  readonly createdAtByKey = new Map<string, number>();`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '    this.createdAtBySessionId.set(sessionId, Date.now());',
        replace: '    this.createdAtByKey.set(keyOf(userId, sessionId), Date.now());',
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    const createdAt = this.createdAtBySessionId.get(sessionId);
    if (createdAt === undefined) return null;
    if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);`,
        replace: `    const userId = await super.userIdForSessionId(sessionId);
    if (userId === null) return null;
    const createdAt = this.createdAtByKey.get(keyOf(userId, sessionId));
    if (createdAt !== undefined && !this.hasEnded(createdAt)) return userId;`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);`,
        replace: `    this.userIdBySessionId.delete(sessionId);
    this.createdAtByKey.delete(keyOf(userId, sessionId));`,
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: '    this.createdAtBySessionId.delete(sessionId);',
        replace: '    this.createdAtByKey.delete(keyOf(this.userIdBySessionId.get(sessionId), sessionId));',
      },
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `
/** The integer that a text stands for, or 0. Stricter than \`parseInt\`, which takes \`60s\` for 60 and \`1.5\` for 1. */`,
        replace: `
/** The key under which the time of a session is kept. */
function keyOf(userId: unknown, sessionId: string): string {
  return \`\${userId}/\${sessionId}\`;
}

/** The integer that a text stands for, or 0. Stricter than \`parseInt\`, which takes \`60s\` for 60 and \`1.5\` for 1. */`,
      },
    ],
    breaks: ['9.6'],
  },
  {
    task: 10,
    name: 'db-one-session-per-user',
    mistake:
      'The model UserSession declares a unique index on userId (as User does on email). A second session for the same user is refused by the database as a duplicate.',
    edits: [
      {
        file: 'models/user_session.ts',
        find: `  static override readonly indexes = [{ on: ['sessionId'], unique: true }];`,
        replace: `  static override readonly indexes = [
    { on: ['userId'], unique: true },
    { on: ['sessionId'], unique: true },
  ];`,
      },
    ],
    breaks: ['10.2', '2.4', '7.8'],
  },
  {
    task: 10,
    name: 'logout-ends-oldest',
    mistake:
      'destroySession finds the user of the session and then deletes the first row that a search by userId gives: the oldest session of this user, not the one that the cookie names.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `    const session = await this.#find(this.sessionCookie(request));
    if (!session) return false;
    return session.remove();`,
        replace: `    const userId = await this.userIdForSessionId(this.sessionCookie(request));
    if (userId === null) return false;
    const [session] = await UserSession.search({ userId });
    return session ? session.remove() : false;`,
      },
    ],
    breaks: ['10.4', '8.4', '8.5'],
  },
  {
    task: 10,
    name: 'list-of-known-values',
    mistake:
      'The known values in the message are written out by hand, and session_db_auth was not added to them (it works as a value).',
    edits: [
      {
        file: 'api/v1/auth/index.ts',
        find: `  throw new ConfigurationError(\`AUTH_TYPE is "\${name}", but must be one of: \${[...kinds.keys()].join(', ')}.\`);`,
        replace: `  throw new ConfigurationError(\`AUTH_TYPE is "\${name}", but must be one of: auth, basic_auth, session_auth, session_exp_auth.\`);`,
      },
    ],
    breaks: ['10.6', '1.2'],
  },
  {
    task: 10,
    name: 'new-needs-arguments',
    mistake: 'The constructor of UserSession has no default for its attributes and reads userId from undefined.',
    edits: [
      {
        file: 'models/user_session.ts',
        find: '  constructor(attributes: UserSessionAttributes = {}) {',
        replace: '  constructor(attributes: UserSessionAttributes) {',
      },
    ],
    breaks: ['10.1'],
  },
  {
    task: 10,
    name: 'memory-where-row-is-gone',
    mistake:
      'createSession also keeps the session in the maps of the parent class, and userIdForSessionId asks these where the database has no row. A session that another process deleted lives on in the process that made it.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `import { randomUUID } from 'node:crypto';
`,
        replace: '',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `    if (typeof userId !== 'string' || userId === '') return null;
    const sessionId = randomUUID();
    await new UserSession({ userId, sessionId }).save();`,
        replace: `    const sessionId = await super.createSession(userId);
    if (sessionId === null) return null;
    await new UserSession({ userId: String(userId), sessionId }).save();`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    return session?.userId ?? null;',
        replace: '    return session?.userId ?? super.userIdForSessionId(sessionId);',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `    if (!session) return false;
    return session.remove();`,
        replace: `    const wasStored = session !== null && (await session.remove());
    const wasInMemory = await super.destroySession(request);
    return wasStored || wasInMemory;`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '  /** The stored session with this id, or `null`. Nothing is kept in memory: another server may have deleted it. */',
        replace: '  /** The stored session with this id, or `null`. */',
      },
    ],
    breaks: ['10.3', '8.4'],
  },
  {
    task: 10,
    name: 'db-shared-field-race',
    mistake:
      'The row that was found is kept in a field of the object between two steps, and all requests share the object. Of two look-ups at the same time, the first one reads the row of the second.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: 'export class SessionDBAuth extends SessionExpAuth {',
        replace: `export class SessionDBAuth extends SessionExpAuth {
  /** The session that was looked up, or \`null\` where there is none. */
  #session: UserSession | null = null;
`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `    const session = await this.#find(sessionId);
    return session?.userId ?? null;`,
        replace: `    await this.#load(sessionId);
    return this.#session?.userId ?? null;`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `    const session = await this.#find(this.sessionCookie(request));
    if (!session) return false;
    return session.remove();`,
        replace: `    await this.#load(this.sessionCookie(request));
    if (!this.#session) return false;
    return this.#session.remove();`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `  /** The stored session with this id, or \`null\`. Nothing is kept in memory: another server may have deleted it. */
  async #find(sessionId: unknown): Promise<UserSession | null> {
    if (typeof sessionId !== 'string') return null;
    const [session] = await UserSession.search({ sessionId });
    if (!session) return null;
    if (!this.hasEnded(session.createdAt.getTime())) return session;
    await session.remove();
    return null;`,
        replace: `  /** Looks for the stored session with this id, each time anew: another server may have deleted it. */
  async #load(sessionId: unknown): Promise<void> {
    this.#session = null;
    if (typeof sessionId !== 'string') return;
    const [session] = await UserSession.search({ sessionId });
    if (session && this.hasEnded(session.createdAt.getTime())) {
      await session.remove();
      this.#session = null;
      return;
    }
    this.#session = session ?? null;`,
      },
    ],
    breaks: ['10.3', '3.2', '6.3', '10.4', '8.5'],
  },
  {
    task: 10,
    name: 'local-time-arithmetic',
    mistake:
      'The end is computed with setSeconds on a Date, which counts in the local time of the machine. Where a change to or from summer time lies between login and end, the session ends an hour too early or too late.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    if (!this.hasEnded(session.createdAt.getTime())) return session;',
        replace: '    if (!this.#isOver(session)) return session;',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `  }
}`,
        replace: `  }

  /** Whether the life of a session is over. Its last millisecond still counts. */
  #isOver({ createdAt }: UserSession): boolean {
    if (this.sessionDuration <= 0) return false;
    const end = new Date(createdAt);
    end.setSeconds(end.getSeconds() + this.sessionDuration);
    return Date.now() > end.getTime();
  }
}`,
      },
    ],
    breaks: ['10.5'],
  },
  {
    task: 10,
    name: 'refused-save-gives-id',
    mistake:
      'An error of save() is caught and only written to the log. The session id is given out though nothing is stored.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    await new UserSession({ userId, sessionId }).save();',
        replace: `    try {
      await new UserSession({ userId, sessionId }).save();
    } catch (error) {
      console.error('The session could not be stored:', error);
    }`,
      },
    ],
    breaks: ['10.2'],
  },
  {
    task: 10,
    name: 'hashed-session-id',
    mistake:
      'Not the session id is stored, but its SHA-256 hash (as "Good to know" says of real systems). Over HTTP all works, but the stored object does not have the session id and cannot be found by it.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `import { randomUUID } from 'node:crypto';`,
        replace: `import { createHash, randomUUID } from 'node:crypto';`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    await new UserSession({ userId, sessionId }).save();',
        replace: '    await new UserSession({ userId, sessionId: digest(sessionId) }).save();',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    const [session] = await UserSession.search({ sessionId });',
        replace: '    const [session] = await UserSession.search({ sessionId: digest(sessionId) });',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `  }
}`,
        replace: `  }
}

/** Only the hash of a session id is stored: who reads the database can use no session in it. */
function digest(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}`,
      },
    ],
    breaks: ['10.1', '10.2'],
  },
  {
    task: 10,
    name: 'end-stored-at-login',
    mistake:
      'The end is computed at the login and stored in a column of its own (endsAt); later only this column is read. After a restart with another SESSION_DURATION the old sessions keep their old end, and a session stored without the column never ends.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    await new UserSession({ userId, sessionId }).save();',
        replace: `    const createdAt = new Date();
    const endsAt = this.sessionDuration > 0 ? String(createdAt.getTime() + this.sessionDuration * 1000) : null;
    await new UserSession({ userId, sessionId, createdAt, endsAt }).save();`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    if (!this.hasEnded(session.createdAt.getTime())) return session;',
        replace: '    if (session.endsAt === null || Date.now() <= Number(session.endsAt)) return session;',
      },
      {
        file: 'models/user_session.ts',
        find: 'export type UserSessionAttributes = BaseAttributes & { userId?: string | null; sessionId?: string | null };',
        replace: `export type UserSessionAttributes = BaseAttributes & {
  userId?: string | null;
  sessionId?: string | null;
  endsAt?: string | null;
};`,
      },
      {
        file: 'models/user_session.ts',
        find: `  static override readonly columns = { userId: 'text', sessionId: 'text' } as const;`,
        replace: `  static override readonly columns = { userId: 'text', sessionId: 'text', endsAt: 'text' } as const;`,
      },
      {
        file: 'models/user_session.ts',
        find: '  sessionId: string | null;',
        replace: `  sessionId: string | null;
  /** The last millisecond of its life, counted from the epoch. \`null\`: it never ends. */
  endsAt: string | null;`,
      },
      {
        file: 'models/user_session.ts',
        find: '    this.sessionId = attributes.sessionId ?? null;',
        replace: `    this.sessionId = attributes.sessionId ?? null;
    this.endsAt = attributes.endsAt ?? null;`,
      },
    ],
    breaks: ['10.5'],
  },
  {
    task: 10,
    name: 'logout-only-by-maker',
    mistake:
      'createSession goes through super and so fills the map in memory as well, and destroySession first lets super delete from this map: it gives false where another process made the session, or this server before its restart. The row stays.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `import { randomUUID } from 'node:crypto';
`,
        replace: '',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: `    if (typeof userId !== 'string' || userId === '') return null;
    const sessionId = randomUUID();
    await new UserSession({ userId, sessionId }).save();`,
        replace: `    const sessionId = await super.createSession(userId);
    if (sessionId === null) return null;
    await new UserSession({ userId: String(userId), sessionId }).save();`,
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    if (!session) return false;',
        replace: '    if (!session || !(await super.destroySession(request))) return false;',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '  /** The stored session with this id, or `null`. Nothing is kept in memory: another server may have deleted it. */',
        replace:
          '  /** The stored session with this id, or `null`. The database is asked: another server may have deleted it. */',
      },
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: '    await session.remove();',
        replace: `    await session.remove();
    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);`,
      },
    ],
    breaks: ['10.4', '8.3'],
  },
];
