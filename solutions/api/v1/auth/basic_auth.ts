import type { Request } from 'express';
import { User } from '../../../models/user.ts';
import { Auth } from './auth.ts';

/** The scheme in any case, one or more spaces, and base64 (RFC 9110, section 11.4; RFC 7617, section 2). */
const BASIC = /^basic +([a-z0-9+/]+={0,2})$/i;

/** HTTP Basic authentication (RFC 7617): every request brings e-mail and password. */
export class BasicAuth extends Auth {
  /** The user whose e-mail and password the request brings, or `null`: also for anything malformed. */
  override async currentUser(request?: Request | null): Promise<User | null> {
    const credentials = decodeCredentials(this.authorizationHeader(request));
    if (credentials === null) return null;
    const [user] = await User.search({ email: credentials.email });
    if (!user || !(await user.isValidPassword(credentials.password))) return null;
    return user;
  }
}

/** E-mail and password from an `Authorization` header, or `null` where it is not one of the Basic scheme. */
function decodeCredentials(header: string | null): { email: string; password: string } | null {
  const [, encoded] = BASIC.exec(header ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = decodeUtf8(Buffer.from(encoded, 'base64'));
  // The first colon ends the e-mail: a password may have more of them (RFC 7617, section 2).
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 0) return null;
  return { email: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The text of these bytes, or `null` where they are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
