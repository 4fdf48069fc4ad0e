import type { RandomInputs } from '../../harness/random.ts';
import type { User } from '../model/world.ts';
import type { CookieChoice, FormChoice } from './choices.ts';

/** A browser, with the session cookie that it has, and those that it had before. */
export type Browser = { cookie?: string; old: string[] };

/** The text of a login form. `other`: whose password it may be by mistake; `hash`: what is stored of the password. */
export function formOf(
  choice: FormChoice,
  { user: { email, password }, other, hash }: { user: User; other: User; hash: string },
): string | undefined {
  const forms: Record<FormChoice, [string, string][] | undefined> = {
    right: [
      ['email', email],
      ['password', password],
    ],
    'wrong password': [
      ['email', email],
      ['password', `${password.slice(1)}x`],
    ],
    'password of another': [
      ['email', email],
      ['password', other.password],
    ],
    'password cut': [
      ['email', email],
      ['password', password.slice(0, -1)],
    ],
    'password with more': [
      ['email', email],
      ['password', `${password}\r\n`],
    ],
    'the stored hash': [
      ['email', email],
      ['password', hash],
    ],
    'unknown email': [
      ['email', `x${email}`],
      ['password', password],
    ],
    'email in other letters': [
      ['email', email.toUpperCase()],
      ['password', password],
    ],
    'no email': [['password', password]],
    'empty email': [
      ['email', ''],
      ['password', password],
    ],
    'email twice': [
      ['email', email],
      ['email', email],
      ['password', password],
    ],
    'no password': [['email', email]],
    'empty password': [
      ['email', email],
      ['password', ''],
    ],
    'nested password': [
      ['email', email],
      ['password[a]', password],
    ],
    'no body': undefined,
  };
  const fields = forms[choice];
  return fields && new URLSearchParams(fields).toString();
}

const UUID_LENGTH = 36;
/** More than a browser keeps of a cookie (RFC 6265, section 6.1), and less than Node takes of all headers. */
const LONG = 4200;
const widened = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0x100);

/** The value of the session cookie, with what may stand behind it in the header. */
export function cookieOf(
  choice: CookieChoice,
  browser: Browser,
  { name, userId, random }: { name: string; userId: string; random: RandomInputs },
): string | undefined {
  const present = browser.cookie ?? browser.old.at(-1);
  const values: Record<CookieChoice, string | undefined> = {
    present,
    old: browser.old.at(-1) ?? present,
    oldest: browser.old[0] ?? present,
    'unknown and long': random.word(LONG),
    none: undefined,
    unknown: random.uuid(),
    'present in other letters': present?.toUpperCase(),
    'present with a space': present && `%20${present}`,
    'present with more': present && `${present}0`,
    'the user id': userId,
    'old, then present': browser.old.at(-1) && present && `${browser.old.at(-1)}; ${name}=${present}`,
    // Each letter becomes another one whose last byte is the same.
    'present in wide letters': present && encodeURIComponent(present.replace(/[a-f]/g, widened)),
    'as long, and of other letters': encodeURIComponent('é'.repeat(UUID_LENGTH)),
    'present among others': present && `${present}; ${name}_2=x; theme=dark`,
  };
  return values[choice];
}
