import fc from 'fast-check';

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
  | 'the user id'
  | 'old, then present'
  | 'present among others';

export type FormChoice =
  | 'right'
  | 'wrong password'
  | 'password of another'
  | 'password cut'
  | 'password with more'
  | 'the stored hash'
  | 'unknown email'
  | 'email in other letters'
  | 'no email'
  | 'empty email'
  | 'email twice'
  | 'no password'
  | 'empty password'
  | 'nested password'
  | 'no body';

/**
 * A step of a walk, as data: users and browsers are numbers, taken round those that are there, so that every step can be done
 * whatever came before it, and any of them can be left out.
 */
export type WalkStep =
  | ({ do: 'log in' } & Login)
  | ({ do: 'ask' } & Asking)
  /** The same path with each method. */
  | { do: 'ask in every way'; browser: number; path: string; user: number }
  /** The login with each form, the right one last. */
  | { do: 'fill in every form'; browser: number; user: number; type: string; https: boolean }
  | { do: 'log out'; browser: number; cookie: CookieChoice; slash: boolean }
  /** A session comes to a browser: by the login, or where there is none yet, by the method. */
  | { do: 'enter'; browser: number; user: number }
  /** So often, one after the other, in one browser; and all of them are asked for. */
  | { do: 'enter again and again'; browser: number; user: number; times: number }
  /** A session from its beginning to its end, used on the way after so many hundredths of its life. */
  | { do: 'live through'; browser: number; user: number; used: number }
  /** Two cookies of the name in one header: whose are they, and which of them does a logout end? */
  | { do: 'bring two cookies'; browser: number; users: [number, number] }
  /** Two requests are under way at the same time. */
  | { do: 'at the same time'; what: Together; browsers: [number, number]; users: [number, number] }
  /** Two browsers are served over one connection that stays open, as behind a proxy. */
  | { do: 'over one connection'; browsers: [number, number]; users: [number, number] }
  | { do: 'wait'; how: Waiting }
  | { do: 'restart'; by: 'SIGKILL' | 'SIGTERM' | 'SIGINT' }
  | { do: 'new user' }
  | { do: 'remove user'; user: number };

export type Login = {
  browser: number;
  user: number;
  form: FormChoice;
  brings: CookieChoice;
  https: boolean;
  type: string;
  slash: boolean;
};
export type Asking = {
  browser: number;
  method: string;
  path: string;
  cookie: CookieChoice;
  user: number;
  basic: boolean;
};
export type Together = 'two logins' | 'two look-ups' | 'a login and a look-up' | 'two calls of createSession';
export type Waiting = 'a little' | 'half' | 'to the end' | 'past the end' | 'a month';

const browser = fc.nat({ max: 2 });
const user = fc.nat({ max: 3 });
const oneOf = <const Values extends readonly string[]>(...values: Values) => fc.constantFrom<Values[number]>(...values);
/** Mostly the usual, sometimes something else. */
const mostly = <const Value extends string>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

const COOKIES: CookieChoice[] = [
  'old',
  'oldest',
  'unknown and long',
  'none',
  'unknown',
  'present in other letters',
  'present with a space',
  'present with more',
  'the user id',
  'old, then present',
  'present among others',
];
/** All but the right one. */
export const FORMS: readonly FormChoice[] = [
  'wrong password',
  'password of another',
  'password cut',
  'password with more',
  'the stored hash',
  'unknown email',
  'email in other letters',
  'no email',
  'empty email',
  'email twice',
  'no password',
  'empty password',
  'nested password',
  'no body',
];
const FORM_TYPES = ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=UTF-8'];

/** Paths below the API; `:user` becomes the id of one. */
const PATHS = [
  'status',
  'status/',
  'unauthorized',
  'stats',
  'users',
  'users/',
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
  '%zz',
  'users/m%65',
  'nowhere',
  'auth_session/login/x',
  'auth_session',
];
const SESSION_PATHS = ['auth_session/login', 'auth_session/logout'];
/** The one that ends something comes last. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND', 'SEARCH', 'DELETE'];

type Options = { task: number; hasSessions: boolean; sessionsEnd: boolean; restarts: boolean };

/** What may be done at this stage. The weights put what belongs together near enough to meet in one walk. */
export function steps({ task, hasSessions, sessionsEnd, restarts }: Options): fc.Arbitrary<WalkStep> {
  const paths = [...PATHS, ...(task >= 8 ? [...SESSION_PATHS, ...SESSION_PATHS, ...SESSION_PATHS] : []), 'users/me'];
  const cookie = task >= 5 ? mostly<CookieChoice>('present', ...COOKIES) : fc.constant<CookieChoice>('none');
  const users = fc.tuple(user, user);
  const browsers = fc.tuple(browser, browser);
  const asking = (method: fc.Arbitrary<string>, path: fc.Arbitrary<string>, basic: fc.Arbitrary<boolean>) =>
    fc.record({ do: fc.constant('ask' as const), browser, method, path, cookie, user, basic });
  const me = asking(fc.constant('GET'), fc.constant('users/me'), hasSessions ? fc.constant(false) : fc.boolean());
  const ask = asking(
    fc.constantFrom(...METHODS),
    fc.constantFrom(...paths),
    hasSessions ? fc.boolean() : fc.constant(true),
  );
  const logIn = fc.record({
    do: fc.constant('log in' as const),
    browser,
    user,
    form: mostly<FormChoice>('right', ...FORMS),
    brings: mostly<CookieChoice>('none', 'present', 'old', 'unknown'),
    https: fc.boolean(),
    type: oneOf(...FORM_TYPES),
    slash: fc.boolean(),
  });
  const every = fc.record({
    do: fc.constant('ask in every way' as const),
    browser,
    path: fc.constantFrom(...paths),
    user,
  });
  const forms = fc.record({
    do: fc.constant('fill in every form' as const),
    browser,
    user,
    type: oneOf(...FORM_TYPES),
    https: fc.boolean(),
  });
  const enter = fc.record({ do: fc.constant('enter' as const), browser, user });
  const again = fc.record({ do: fc.constant('enter again and again' as const), browser, user, times: fc.constant(7) });
  const life = fc.record({
    do: fc.constant('live through' as const),
    browser,
    user,
    used: fc.integer({ min: 1, max: 99 }),
  });
  const two = fc.record({ do: fc.constant('bring two cookies' as const), browser, users });
  const logOut = fc.record({ do: fc.constant('log out' as const), browser, cookie, slash: fc.boolean() });
  const what =
    task >= 7
      ? oneOf('two calls of createSession', 'two look-ups', 'two logins', 'a login and a look-up')
      : oneOf('two calls of createSession', 'two look-ups');
  const together = fc.record({ do: fc.constant('at the same time' as const), what, browsers, users });
  const kept = fc.record({ do: fc.constant('over one connection' as const), browsers, users });
  const how = sessionsEnd
    ? oneOf('half', 'past the end', 'a little', 'to the end')
    : oneOf('a little', 'half', 'a month');
  const wait = fc.record({ do: fc.constant('wait' as const), how });
  const restart = fc.record({ do: fc.constant('restart' as const), by: oneOf('SIGKILL', 'SIGTERM', 'SIGINT') });
  const newUser = fc.constant<WalkStep>({ do: 'new user' });
  const removeUser = fc.record({ do: fc.constant('remove user' as const), user });
  const choices: [weight: number, from: boolean, arbitrary: fc.Arbitrary<WalkStep>][] = [
    [hasSessions ? 6 : 2, true, me],
    [3, true, ask],
    [hasSessions ? 2 : 8, true, every],
    [1, hasSessions && task >= 7, forms],
    [1, true, newUser],
    [1, true, removeUser],
    [3, hasSessions && task >= 6, enter],
    [2, hasSessions && task >= 6, together],
    [1, hasSessions && task >= 6, kept],
    [1, hasSessions && task >= 6, again],
    [1, hasSessions && task >= 6, two],
    [hasSessions ? 5 : 1, task >= 7, logIn],
    [hasSessions ? 3 : 1, task >= 8, logOut],
    [1, hasSessions && task >= 9, wait],
    [2, hasSessions && task >= 9, life],
    [1, restarts, restart],
  ];
  return fc.oneof(
    ...choices
      .filter(([, from]) => from)
      .map(([weight, , arbitrary]) => ({ weight, arbitrary: fc.noShrink(arbitrary) })),
  );
}
