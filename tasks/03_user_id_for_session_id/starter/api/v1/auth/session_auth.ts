import { randomUUID } from 'node:crypto';
import { Auth } from './auth.ts';

/** Authentication by session: who knows the id of a session is the user that it was made for. */
export class SessionAuth extends Auth {
  /** Whose each session is: session id to user id. */
  readonly userIdBySessionId = new Map<string, string>();

  /** Makes a new session for a user, and gives its id. `null` where the user id is not a string, or is empty. */
  async createSession(userId?: unknown): Promise<string | null> {
    if (typeof userId !== 'string' || userId === '') return null;
    // The id is all that it takes to be the user, so nobody may guess it: it comes from a cryptographic generator.
    const sessionId = randomUUID();
    this.userIdBySessionId.set(sessionId, userId);
    return sessionId;
  }
}
