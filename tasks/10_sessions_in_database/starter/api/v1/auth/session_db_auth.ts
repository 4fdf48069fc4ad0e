import type { Request } from 'express';
import { SessionExpAuth } from './session_exp_auth.ts';

/** Sessions in the database: they outlive the server, and several servers can share them. */
export class SessionDBAuth extends SessionExpAuth {
  /** Stores a new session for a user, and gives its id. `null` where the user id is missing or not a string. */
  override async createSession(_userId?: unknown): Promise<string | null> {
    throw new Error('not written yet');
  }

  /** The id of the user that a stored session was made for. `null` for an unknown session, and for one that has ended. */
  override async userIdForSessionId(_sessionId?: unknown): Promise<string | null> {
    throw new Error('not written yet');
  }

  /** Deletes the stored session that the cookie of the request names. `false` where there is no such session. */
  override async destroySession(_request?: Request | null): Promise<boolean> {
    throw new Error('not written yet');
  }
}
