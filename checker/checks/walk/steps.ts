import fc from 'fast-check';
import {
  COOKIES,
  type CookieChoice,
  FORM_TYPES,
  FORMS,
  type FormChoice,
  METHODS,
  PATHS,
  SESSION_PATHS,
  type WalkStep,
} from './choices.ts';

const browser = fc.nat({ max: 2 });
const user = fc.nat({ max: 3 });
const oneOf = <const Values extends readonly string[]>(...values: Values) => fc.constantFrom<Values[number]>(...values);
/** Mostly the usual, sometimes something else. */
const mostly = <const Value extends string>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

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
