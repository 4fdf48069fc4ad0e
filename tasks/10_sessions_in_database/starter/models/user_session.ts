import { Base, type BaseAttributes } from './base.ts';

/** What a session can be made from. */
export type UserSessionAttributes = BaseAttributes & { userId?: string | null; sessionId?: string | null };

/** A session as the database keeps it. Like every model, it declares its table, its columns and its indexes. */
export class UserSession extends Base {
  userId: string | null = null;
  sessionId: string | null = null;

  constructor(attributes: UserSessionAttributes = {}) {
    super(attributes);
    throw new Error('not written yet');
  }
}
