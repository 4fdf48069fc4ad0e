import { Base, type BaseAttributes } from './base.ts';
import { hashPassword, isPasswordOf } from './password_hash.ts';

/** What a user can be made from. A new user gets a password with `setPassword`, never through the hash. */
export type UserAttributes = BaseAttributes & {
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  passwordHash?: string | null;
};

/** Someone who can log in. */
export class User extends Base {
  static override readonly table = 'users';
  static override readonly columns = {
    email: 'text',
    firstName: 'text',
    lastName: 'text',
    passwordHash: 'text',
  } as const;
  // Only the database can keep two requests at the same moment from taking one e-mail.
  static override readonly indexes = [{ on: ['email'], unique: true }];

  email: string | null;
  firstName: string | null;
  lastName: string | null;
  passwordHash: string | null;

  constructor(attributes: UserAttributes = {}) {
    super(attributes);
    this.email = attributes.email ?? null;
    this.firstName = attributes.firstName ?? null;
    this.lastName = attributes.lastName ?? null;
    this.passwordHash = attributes.passwordHash ?? null;
  }

  /** Takes a new password. Only its salted hash is kept: nobody can read the password back. */
  async setPassword(password: string): Promise<void> {
    this.passwordHash = await hashPassword(password);
  }

  /** Whether this is the user's password. A user without a password has none that is valid. */
  async isValidPassword(password: string): Promise<boolean> {
    if (this.passwordHash === null) return false;
    return isPasswordOf(this.passwordHash, password);
  }

  /** First and last name, whichever of them exist; else the e-mail; else the empty string. */
  displayName(): string {
    const names = [this.firstName, this.lastName].filter(Boolean);
    return names.join(' ') || this.email || '';
  }

  /** The user in the wire format. The password hash is left out: no answer may ever carry it. */
  override toJson(): Record<string, string | null> {
    return {
      id: this.id,
      email: this.email,
      first_name: this.firstName,
      last_name: this.lastName,
      created_at: this.createdAt.toISOString(),
      updated_at: this.updatedAt.toISOString(),
    };
  }
}
