import { parseSetCookies, type SetCookie } from '../../harness/set_cookie.ts';

/** An answer as it came. */
export type Answer = {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
};

/** Milliseconds for which a browser keeps the cookie (RFC 6265, section 5.3: `Max-Age` decides), where that is said. */
export function lifeOf({ 'max-age': maxAge, expires }: Record<string, string>, now: number): number | undefined {
  if (maxAge !== undefined) return Number(maxAge) * 1000;
  return expires === undefined ? undefined : Date.parse(expires) - now;
}

/** The one cookie of this name that an answer sets. */
export function cookieSet({ headers }: Answer, name: string): SetCookie | undefined {
  const found = parseSetCookies(headers['set-cookie']).filter((cookie) => cookie.name === name);
  return found.length === 1 ? found[0] : undefined;
}
