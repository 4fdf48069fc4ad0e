import type { RandomInputs } from '../../harness/random.ts';
import type { User } from '../model/world.ts';
import type { CookieChoice, EmailChoice, FormChoice, PasswordChoice } from './choices.ts';
import type { Person } from './people.ts';

/** A browser, with the session cookie that it has, and those that it had before. */
export type Browser = { cookie?: string; old: string[] };

/** What a browser does with a cookie that it gets: an empty one takes away the one that is there. */
export function keepCookie(browser: Browser, value: string): void {
  if (browser.cookie !== undefined) browser.old.push(browser.cookie);
  if (value === '') delete browser.cookie;
  else browser.cookie = value;
}

type Fields = [name: string, value: string][];

/**
 * The text of a login form. `other`: whose password it may be by mistake; `hash`: what is stored of the password; `before`: the
 * password before.
 */
export function formOf(
  { email: emailChoice, password: passwordChoice, manner }: FormChoice,
  { user: { email, password }, other, hash, before = `${password}x` }: Person & { other: User },
): string | undefined {
  const emails: Record<EmailChoice, Fields> = {
    right: [['email', email]],
    unknown: [['email', `x${email}`]],
    'in other letters': [['email', email.toUpperCase()]],
    none: [],
    empty: [['email', '']],
    twice: [
      ['email', email],
      ['email', email],
    ],
    nested: [['email[a]', email]],
  };
  const passwords: Record<PasswordChoice, Fields> = {
    right: [['password', password]],
    wrong: [['password', `${password.slice(1)}x`]],
    'of another': [['password', other.password]],
    cut: [['password', password.slice(0, -1)]],
    'with more': [['password', `${password}\r\n`]],
    'in another form': [['password', password.normalize('NFKC')]],
    before: [['password', before]],
    'stored hash': [['password', hash]],
    none: [],
    empty: [['password', '']],
    twice: [
      ['password', password],
      ['password', password],
    ],
    nested: [['password[a]', password]],
  };
  const fields = [...emails[emailChoice], ...passwords[passwordChoice]];
  if (manner === 'no body') return undefined;
  if (manner === 'encoded') return fields.map((pair) => pair.map(encoded).join('=')).join('&');
  const others: Fields =
    manner === 'among other fields' ? [...OTHER_FIELDS, ['id', other.id], ['Email', other.email]] : [];
  return new URLSearchParams([...others, ...(manner === 'password first' ? fields.toReversed() : fields)]).toString();
}

/** Names that every object has, and what a form may bring beside the two fields. */
const OTHER_FIELDS: Fields = [
  ...['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'length'].map((name): [string, string] => [name, 'x']),
  ['remember', 'on'],
];
const encoded = (text: string) => `%${Buffer.from(text).toString('hex').match(/../g)?.join('%').toUpperCase()}`;

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
    'unknown, then present': present && `${userId}; ${name}=${present}`,
    'present, then unknown': present && `${present}; ${name}=${userId}`,
    // Each letter becomes another one whose last byte is the same.
    'present with a signature': present && `${present}.${random.word(20)}`,
    'present in wide letters': present && encodeURIComponent(present.replace(/[a-f]/g, widened)),
    'as long, and of other letters': encodeURIComponent('é'.repeat(UUID_LENGTH)),
    'present among others': present && `${present}; ${name}_2=x; theme=dark`,
  };
  return values[choice];
}
