import { Base, type BaseAttributes } from './base.ts';

/** What a session can be made from. */
export type UserSessionAttributes = BaseAttributes & { userId?: string | null; sessionId?: string | null };

/** A session as the database keeps it: the holder of the session id is the user. */
export class UserSession extends Base {
  static override readonly table = 'user_sessions';
  static override readonly columns = { userId: 'text', sessionId: 'text' } as const;
  static override readonly indexes = [{ on: ['sessionId'], unique: true }];

  userId: string | null;
  sessionId: string | null;

  constructor(attributes: UserSessionAttributes = {}) {
    super(attributes);
    this.userId = attributes.userId ?? null;
    this.sessionId = attributes.sessionId ?? null;
  }
}
