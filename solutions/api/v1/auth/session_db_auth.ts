import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { UserSession } from '../../../models/user_session.ts';
import { SessionExpAuth } from './session_exp_auth.ts';

/** Sessions in the database: they outlive the server, and several servers can share them. */
export class SessionDBAuth extends SessionExpAuth {
  /** Stores a new session for a user, and gives its id. `null` where the user id is not a string, or is empty. */
  override async createSession(userId?: unknown): Promise<string | null> {
    if (typeof userId !== 'string' || userId === '') return null;
    const sessionId = randomUUID();
    await new UserSession({ userId, sessionId }).save();
    return sessionId;
  }

  /** The id of the user that a session was made for. `null` for an unknown session, and for one that has ended. */
  override async userIdForSessionId(sessionId?: unknown): Promise<string | null> {
    const session = await this.#find(sessionId);
    return session?.userId ?? null;
  }

  /** Deletes the session that the cookie of the request names. `false` where there is no such session. */
  override async destroySession(request?: Request | null): Promise<boolean> {
    const session = await this.#find(this.sessionCookie(request));
    if (!session) return false;
    return session.remove();
  }

  /** The stored session with this id, or `null`. Nothing is kept in memory: another server may have deleted it. */
  async #find(sessionId: unknown): Promise<UserSession | null> {
    if (typeof sessionId !== 'string') return null;
    const [session] = await UserSession.search({ sessionId });
    if (!session) return null;
    if (!this.hasEnded(session.createdAt.getTime())) return session;
    await session.remove();
    return null;
  }
}
