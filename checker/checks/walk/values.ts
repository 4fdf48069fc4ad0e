import type {
  CookieChoice,
  EmailChoice,
  FormChoice,
  FormManner,
  Header,
  Login,
  PasswordChoice,
  Who,
} from './choices.ts';

/** All but the one that a browser has, and the same in other words last. */
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
  'present with a signature',
  'present in wide letters',
  'as long, and of other letters',
  'present among others',
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
/** A login with nothing odd about it. */
export const rightForm = (who: Who): Login => ({
  ...{ form: RIGHT, brings: 'none', https: false, type: FORM_TYPES[0], slash: false },
  ...who,
});
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
const BROUGHT = ['none', 'old', 'unknown', 'present'] as const;
/** The right form, brought with every such cookie: every two of these choices come together. */
export const WAYS = BROUGHT.flatMap((brings, row) =>
  [1, 0].map((column) => ({
    brings,
    https: column === 1,
    type: FORM_TYPES[(row + column) % 2] as string,
    slash: ((row >> 1) + column) % 2 === 1,
  })),
);

/** Whatever JSON has that is no text. */
export const NO_TEXTS = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  [],
  [''],
  ['x'],
  {},
  { id: 'x' },
  { length: 1 },
  { key: 'x' },
];
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

/** What may stand behind a name in a `Cookie` header; and what cookie-parser may make something else of, so that `null` is right as well. */
export const VALUES = [
  ...['0', '-1', '1e3', 'null', 'undefined', 'false', 'NaN', '[object%20Object]', '__proto__', 'constructor'],
  ...['a=b=c', '==', '+', '%2B', '%2520', '%20x%20', '%09', '%00', '%C3%A9', '%F0%9F%98%80', 'caf%C3%A9', 'e%CC%81'],
  ...['s:x.y', 'X-Y_z.~!', "'x'", '(x)', '/x/', '<x>', '{x}', '[x]', 'x'.repeat(4200)],
];
export const ODD_VALUES = ['', 'j:{}', 'j:[1]', 'j:1', 'j:null', 'j:"x"', 'j:x', '%', '%zz', '%E0%A4%A', '"x"'];

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
/** The one whose last method changes something comes last. */
export const ELSEWHERE = ['status', 'stats', 'users', 'nowhere', 'users/:user'];
export const SESSION_PATHS = ['auth_session/login', 'auth_session/logout'];
/** The one that ends something comes last. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND', 'SEARCH', 'DELETE'];
