import type { Request } from 'express';
import { SessionAuth } from './session_auth.ts';

/** Sessions that end: each lives for a fixed time after the login, however much it is used. */
export class SessionExpAuth extends SessionAuth {
  /** The life of a session in seconds, from `SESSION_DURATION`. Zero or less: it never ends. */
  get sessionDuration(): number {
    throw new Error('not written yet');
  }

  /** Makes a new session as the parent class does, and remembers when. */
  override async createSession(_userId?: unknown): Promise<string | null> {
    throw new Error('not written yet');
  }

  /** The id of the user that a session was made for. `null` for an unknown session, and for one that has ended. */
  override async userIdForSessionId(_sessionId?: unknown): Promise<string | null> {
    throw new Error('not written yet');
  }

  /** Deletes the session that the cookie of the request names, and all that is remembered of it. */
  override async destroySession(_request?: Request | null): Promise<boolean> {
    throw new Error('not written yet');
  }
}
