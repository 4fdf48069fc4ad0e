import type { Request } from 'express';
import { SessionAuth } from './session_auth.ts';

/** Sessions that end: each lives for a fixed time after the login, however much it is used. */
export class SessionExpAuth extends SessionAuth {
  /** The life of a session in seconds. Zero or less: it never ends. */
  sessionDuration = toInteger(process.env.SESSION_DURATION ?? '');

  /** When each session was made, in milliseconds since the epoch. Whose it is, the parent class knows already. */
  readonly createdAtBySessionId = new Map<string, number>();

  /** Makes a new session as the parent class does, and remembers when. */
  override async createSession(userId?: unknown): Promise<string | null> {
    const sessionId = await super.createSession(userId);
    if (sessionId === null) return null;
    this.createdAtBySessionId.set(sessionId, Date.now());
    return sessionId;
  }

  /** The id of the user that a session was made for. `null` for an unknown session, and for one that has ended. */
  override async userIdForSessionId(sessionId?: unknown): Promise<string | null> {
    if (typeof sessionId !== 'string') return null;
    const createdAt = this.createdAtBySessionId.get(sessionId);
    if (createdAt === undefined) return null;
    if (!this.hasEnded(createdAt)) return super.userIdForSessionId(sessionId);
    // Nobody can use it any more: kept, it would only fill the memory.
    this.userIdBySessionId.delete(sessionId);
    this.createdAtBySessionId.delete(sessionId);
    return null;
  }

  /** Deletes the session that the cookie of the request names. `false` where there is no such session. */
  override async destroySession(request?: Request | null): Promise<boolean> {
    const sessionId = this.sessionCookie(request);
    if (sessionId === null || !(await super.destroySession(request))) return false;
    this.createdAtBySessionId.delete(sessionId);
    return true;
  }

  /** Whether a session that was made at this time has ended. The last millisecond of its life still counts. */
  protected hasEnded(createdAt: number): boolean {
    if (this.sessionDuration <= 0) return false;
    return Date.now() > createdAt + this.sessionDuration * 1000;
  }
}

/** The integer that a text stands for, or 0. Stricter than `parseInt`, which takes `60s` for 60 and `1.5` for 1. */
function toInteger(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : 0;
}
