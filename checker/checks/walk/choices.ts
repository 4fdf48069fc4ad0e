import type { StopSignal } from '../../harness/protocol.ts';

/** Which cookie a browser sends: the one that it has; one that it had before; none; one that nobody made; its own with a change. */
export type CookieChoice =
  | 'present'
  | 'old'
  | 'oldest'
  | 'none'
  | 'unknown'
  | 'unknown and long'
  | 'present in other letters'
  | 'present with a space'
  | 'present with more'
  | 'present in wide letters'
  | 'as long, and of other letters'
  | 'the user id'
  | 'present with a signature'
  | 'old, then present'
  | 'unknown, then present'
  | 'present, then unknown'
  | 'present among others';

export type EmailChoice = 'right' | 'unknown' | 'in other letters' | 'none' | 'empty' | 'twice' | 'nested';

export type PasswordChoice =
  | 'right'
  | 'wrong'
  | 'of another'
  | 'cut'
  | 'with more'
  | 'in another form'
  | 'before'
  | 'stored hash'
  | 'none'
  | 'empty'
  | 'twice'
  | 'nested';

/** `password first`, `among other fields`: where the two fields stand; `encoded`: each letter is; `no body`: neither is sent. */
export type FormManner = 'plain' | 'password first' | 'among other fields' | 'encoded' | 'no body';

export type FormChoice = { email: EmailChoice; password: PasswordChoice; manner: FormManner };

/**
 * A step of a walk, as data: users and browsers are numbers, taken round those that are there, so that every step can be done
 * whatever came before it, and any of them can be left out.
 */
export type WalkStep =
  | RequestStep
  | Batch
  /** A session comes to a browser: by the login, or where there is none yet, by the method. */
  | { do: 'enter'; browser: number; user: number }
  /** So often, one after the other, in one browser; and all of them are asked for. */
  | { do: 'enter again and again'; browser: number; user: number; times: number }
  /** A session from its beginning to its end, used on the way after so many hundredths of its life. */
  | { do: 'live through'; browser: number; user: number; used: number }
  /** Two cookies of the name in one header: whose are they, and which of them does a logout end? */
  | { do: 'bring two cookies'; browser: number; user: number }
  /** Two sessions are made at the same time, and others are asked for meanwhile. */
  | { do: 'at the same time'; browsers: [number, number]; users: [number, number] }
  /** Two browsers are served over one connection that stays open, as behind a proxy. */
  | { do: 'over one connection'; browsers: [number, number]; users: [number, number] }
  /** A user gets many sessions at once. A server that keeps a limited number would lose the first. */
  | { do: 'make many sessions'; browser: number; user: number; count: number }
  /** The methods of the authentication in force are called with what is no user id and no session id, and with all session ids. */
  | { do: 'call the methods'; browser: number; odd: unknown[]; unknown: string[] }
  /** `destroySession` is called with requests that bring every kind of cookie, and at last the right one. */
  | { do: 'call destroySession'; browser: number; user: number }
  /** Requests with the same cookie or the same `Authorization` header at the same time: every pair of the two. */
  | { do: 'ask together'; browser: number; user: number }
  /** A user gets another password and another name; and makes room for a new one with the same e-mail. */
  | { do: 'change user'; browser: number; user: number }
  /** One user is guessed at, wrong so many times; then the right password opens. */
  | { do: 'guess the password'; browser: number; user: number; times: number }
  /** One session is ended twice at the same time. */
  | { do: 'log out twice'; browser: number; user: number }
  | { do: 'wait'; how: Waiting }
  | { do: 'restart'; by: StopSignal | 'SIGKILL' }
  | { do: 'remove user'; user: number };

/** A step of one kind. */
export type Scene<Name extends WalkStep['do']> = Extract<WalkStep, { do: Name }>;

/** A step that is one request. */
export type RequestStep =
  | ({ do: 'log in' } & Login)
  | ({ do: 'ask' } & Asking)
  | { do: 'log out'; browser: number; cookie: CookieChoice; slash: boolean };

/** A step that is many requests, of which none but the last changes anything. */
export type Batch =
  /** The same path with each method. */
  | ({ do: 'ask in every way' } & Omit<Asking, 'method'>)
  /** By nobody, and by somebody who is known. */
  | { do: 'ask for every path'; browser: number; user: number }
  /** `me` with each kind of cookie. */
  | { do: 'bring every cookie'; browser: number; user: number }
  /** `me` with each of some headers that change nothing. */
  | { do: 'ask with every header'; browser: number; user: number }
  /** The login with each form, and then with the right one in each way that it may be sent. */
  | { do: 'fill in every form'; browser: number; user: number }
  /** The right login with each of those headers. */
  | { do: 'log in with every header'; browser: number; user: number };

/** A login with nothing odd about it. */
export const rightForm = (who: { browser: number; user: number }): Login => ({
  ...{ form: RIGHT, brings: 'none', https: false, type: 'application/x-www-form-urlencoded', slash: false },
  ...who,
});

export type Login = {
  browser: number;
  user: number;
  form: FormChoice;
  brings: CookieChoice;
  https: boolean;
  type: string;
  slash: boolean;
  header?: Header;
};
export type Asking = {
  browser: number;
  method: string;
  path: string;
  cookie: CookieChoice;
  user: number;
  /** Whether credentials of the user come along. */
  basic: boolean | 'old password';
  header?: Header;
  /** The text of a form that comes along. */
  form?: string;
};
export type Header = readonly [name: string, value: string];
export type Waiting = 'a little' | 'half' | 'to the end' | 'past the end' | 'a month';

/** All but the one that a browser has. */
export const COOKIES: readonly CookieChoice[] = [
  'old',
  'oldest',
  'unknown and long',
  'none',
  'unknown',
  'present in other letters',
  'present with a space',
  'present with more',
  'the user id',
  'present among others',
  'present with a signature',
  'present in wide letters',
  'as long, and of other letters',
];
/** Two of the name at once: which of them counts is seen by what is asked, and not by what is ended. */
export const TWO_COOKIES: readonly CookieChoice[] = [
  'old, then present',
  'unknown, then present',
  'present, then unknown',
];
export const EMAILS: readonly EmailChoice[] = [
  'right',
  'unknown',
  'in other letters',
  'none',
  'empty',
  'twice',
  'nested',
];
export const PASSWORDS: readonly PasswordChoice[] = [
  ...(['right', 'wrong', 'none', 'empty'] as const),
  ...(['of another', 'cut', 'with more', 'in another form', 'stored hash', 'twice', 'nested'] as const),
];
export const RIGHT: FormChoice = { email: 'right', password: 'right', manner: 'plain' };
const MANNERS: readonly FormManner[] = ['password first', 'among other fields', 'encoded', 'no body'];
/** Each password with the right e-mail, and some with each other one. The right form in plain is not among them. */
export const FORMS: readonly FormChoice[] = [
  ...EMAILS.flatMap((email) =>
    PASSWORDS.slice(0, email === 'right' ? undefined : 4).map((password) => ({ ...RIGHT, email, password })),
  ).slice(1),
  ...MANNERS.map((manner) => ({ ...RIGHT, manner })),
];
/** A body whose length nobody says before it has come (RFC 9112, section 7.1): it comes in two pieces. */
export const IN_PIECES: Header = ['Transfer-Encoding', 'chunked'];
/** Headers by which a request would be one with another method. */
export const OVERRIDES: readonly Header[] = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map(
  (name) => [name, 'DELETE'],
);
/** What a client, or a proxy on the way, may send beside what is asked for. None of it changes an answer here. */
export const HEADERS: readonly Header[] = [
  ['Host', 'www.kata.example'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-For', '203.0.113.7'],
  ['X-Forwarded-Host', 'elsewhere.example'],
  ['Forwarded', 'for=203.0.113.7;proto=https;host=elsewhere.example'],
  ...OVERRIDES,
  ['X-Original-URL', '/api/v1/status'],
  ['X-Rewrite-URL', '/api/v1/status'],
  ['X-Requested-With', 'XMLHttpRequest'],
  ['Origin', 'https://elsewhere.example'],
  ['Referer', 'https://elsewhere.example/page'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Accept', 'text/html'],
  ['Accept-Language', 'de'],
  ['User-Agent', 'Mozilla/5.0 (Windows NT 10.0)'],
  ['User-Agent', 'kata/2'],
];
export const FORM_TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=UTF-8',
] as const;

/** Texts that are no session id: names that every object has, and what looks like nothing. */
export const NO_IDS = [
  '',
  ' ',
  '0',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'size',
];

/** Paths below the API; `:user` becomes the id of one. */
export const PATHS = [
  '',
  'status',
  'status/',
  'unauthorized',
  'stats',
  'users',
  'users/',
  'users//',
  'users/me',
  'users/me/',
  'users/Me',
  'users/:user',
  'users/:user/',
  'users/none',
  'Status',
  'stat%75s',
  'status%2F',
  '/status',
  'statusx',
  'status/x',
  'status?page=1',
  'users?/api/v1/status/',
  'users/me?next=/api/v1/status',
  '%zz',
  'users/m%65',
  'nowhere',
  'auth_session/login/x',
  'auth_session',
];
export const SESSION_PATHS = ['auth_session/login', 'auth_session/logout'];
/** The one that ends something comes last. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND', 'SEARCH', 'DELETE'];
