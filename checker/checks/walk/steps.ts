import fc from 'fast-check';
import {
  COOKIES,
  type CookieChoice,
  FORM_TYPES,
  FORMS,
  METHODS,
  NO_IDS,
  PATHS,
  RIGHT,
  SESSION_PATHS,
  type WalkStep,
} from './choices.ts';

const browser = fc.nat({ max: 2 });
const user = fc.nat({ max: 3 });
const browsers = fc.tuple(browser, browser);
const users = fc.tuple(user, user);
/** Two that are not the same. */
const pair = fc.nat({ max: 2 }).map((first): [number, number] => [first, first + 1]);
/** Whatever JSON has that is no text. */
const odd = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('id', 'length', 'key'), fc.string({ maxLength: 4 }), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
);
const oneOf = <const Values extends readonly string[]>(...values: Values) => fc.constantFrom<Values[number]>(...values);
/** Mostly the usual, sometimes something else. */
const mostly = <const Value extends string>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

export type Stage = {
  task: number;
  sessionsEnd: boolean;
  stop: Extract<WalkStep, { do: 'restart' }>['by'];
};

/** More sessions than somebody would think of as a limit. Right solutions may need a time for each that grows with their number, and more so where sessions end. */
const MANY = 1001;
const MANY_THAT_END = 201;

/** More wrong passwords than somebody would bear who counts them. */
const GUESSES = 51;

/** The path that a task brings. */
const NEWEST: Record<number, string> = {
  0: 'users/me',
  5: 'auth_session/login',
  7: 'auth_session/login',
  8: 'auth_session/logout',
};

/** The kinds of steps, each with what may be chosen of it at this stage. */
export function stepsAt({ task, sessionsEnd, stop }: Stage): Record<WalkStep['do'], fc.Arbitrary<WalkStep>> {
  const path = fc.constantFrom(...PATHS, ...(task >= 8 ? SESSION_PATHS : []), 'users/me', 'users/:user');
  const cookie = task >= 5 ? mostly<CookieChoice>('present', ...COOKIES) : fc.constant<CookieChoice>('none');
  const basic = fc.boolean();
  const type = oneOf(...FORM_TYPES);
  const how = sessionsEnd
    ? oneOf('half', 'past the end', 'a little', 'to the end')
    : oneOf('a little', 'half', 'a month');
  const newest = NEWEST[task];
  const step = <Name extends WalkStep['do'], Chosen>(
    name: Name,
    choices: { [Key in keyof Chosen]: fc.Arbitrary<Chosen[Key]> },
  ) => fc.record({ do: fc.constant(name), ...choices }) as unknown as fc.Arbitrary<WalkStep>;
  return {
    ask: step('ask', { browser, method: fc.constantFrom(...METHODS), path, cookie, user, basic }),
    'ask in every way': step('ask in every way', {
      browser,
      path: newest === undefined ? path : fc.constant(newest),
      cookie: fc.constant<CookieChoice>('present'),
      user,
      basic: fc.constant(true),
    }),
    'ask for every path': step('ask for every path', { browser, user }),
    'bring every cookie': step('bring every cookie', { browser, user }),
    'fill in every form': step('fill in every form', { browser, user }),
    'ask with every header': step('ask with every header', { browser, user }),
    'log in with every header': step('log in with every header', { browser, user }),
    'ask together': step('ask together', { browser, user }),
    'change user': step('change user', { browser, user }),
    'guess the password': step('guess the password', { browser, user, times: fc.constant(GUESSES) }),
    'log out twice': step('log out twice', { browser, user }),
    'make many sessions': step('make many sessions', {
      browser,
      user,
      count: fc.constant(sessionsEnd ? MANY_THAT_END : MANY),
    }),
    'log in': step('log in', {
      browser,
      user,
      form: fc.oneof(fc.constant(RIGHT), fc.constantFrom(...FORMS)),
      brings: mostly<CookieChoice>('none', 'present', 'old', 'unknown'),
      https: fc.boolean(),
      type,
      slash: fc.boolean(),
    }),
    'log out': step('log out', { browser, cookie, slash: fc.boolean() }),
    enter: step('enter', { browser, user }),
    'enter again and again': step('enter again and again', { browser, user, times: fc.constant(7) }),
    'live through': step('live through', { browser, user, used: fc.integer({ min: 1, max: 99 }) }),
    'bring two cookies': step('bring two cookies', { browser, user }),
    'at the same time': step('at the same time', { browsers, users }),
    'over one connection': step('over one connection', { browsers: pair, users: pair }),
    'call the methods': step('call the methods', {
      browser,
      odd: fc.array(odd, { minLength: 3, maxLength: 6 }),
      unknown: fc.subarray([...NO_IDS], { minLength: 4 }),
    }),
    'call destroySession': step('call destroySession', { browser, user }),
    wait: step('wait', { how }),
    restart: step('restart', { by: fc.constant(stop) }),
    'remove user': step('remove user', { user }),
  };
}
