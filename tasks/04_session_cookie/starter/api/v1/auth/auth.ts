import type { Request } from 'express';
import type { User } from '../../../models/user.ts';

/** What all ways of authentication have in common. By itself it knows nobody. */
export class Auth {
  /**
   * Whether a path needs authentication: `true` unless it is excluded.
   *
   * `/status` and `/status/` are one path. An excluded path that ends in `*` excludes every path with that beginning.
   */
  requireAuth(path?: string | null, excludedPaths?: readonly string[] | null): boolean {
    // Where something is missing the answer is "yes": a mistake must not open the API.
    if (!path || !excludedPaths) return true;
    const asked = withFinalSlash(path);
    return !excludedPaths.some((excluded) => {
      return excluded.endsWith('*') ? asked.startsWith(excluded.slice(0, -1)) : asked === withFinalSlash(excluded);
    });
  }

  /** The value of the `Authorization` header (RFC 9110, section 11.6.2), or `null`. */
  authorizationHeader(request?: Request | null): string | null {
    return request?.headers.authorization ?? null;
  }

  /** The user that the request comes from, or `null`. */
  async currentUser(_request?: Request | null): Promise<User | null> {
    return null;
  }
}

function withFinalSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
