import { together } from '../../harness/together.ts';
import type { Answer } from '../model/answer.ts';
import { hasSessions, sessionsOpen } from '../model/world.ts';
import { type CookieChoice, FORM_TYPES, IN_PIECES, type Login, RIGHT, rightForm, type Scene } from './choices.ts';
import { API, type Found, type Sent, type WalkClient } from './client.ts';

type Played = Promise<Found | undefined>;

/** Requests with the same cookie and other credentials, or the other way round, are under way at the same time. */
export async function askTogether(client: WalkClient, { browser, user }: Scene<'ask together'>): Played {
  const isOpenedBySessions = sessionsOpen(client.world.conditions);
  for (const more of isOpenedBySessions ? [0, 1] : []) {
    const entered = await client.enter({ browser: browser + more, user: user + more });
    if (entered) return entered;
  }
  const cookies: [number, CookieChoice][] = [
    [browser, 'none'],
    // Before task 5 nobody has said what a cookie alone is worth.
    ...(client.world.conditions.task >= 5 ? [[browser, 'the user id'] satisfies [number, CookieChoice]] : []),
    ...(isOpenedBySessions ? [browser, browser + 1].map((each): [number, CookieChoice] => [each, 'present']) : []),
  ];
  const credentials = [
    { basic: false, user },
    { basic: true, user },
    { basic: true, user: user + 1 },
  ];
  const asked = cookies.flatMap(([from, cookie]) =>
    credentials.map((known) => {
      const there = client.browser(from);
      const step = { do: 'ask', method: 'GET', path: 'users/me', browser: from, cookie, ...known } as const;
      // What comes late keeps all of them between the filter and their routes at the same time.
      const late = { form: 'a=1&b=2', header: IN_PIECES };
      return { request: client.requestOf({ ...step, ...late }, there), browser: there };
    }),
  );
  return client.atOnce(asked);
}

/** After a change, only the new password opens, and the new name is shown. After a replacement, the earlier user's session is closed. */
export async function changeUser(client: WalkClient, { browser, user }: Scene<'change user'>): Played {
  const { conditions } = client.world;
  const place = client.placeOf(user);
  const tries = (): Sent[] => {
    if (!hasSessions(conditions)) {
      const ask = { do: 'ask', method: 'GET', path: 'users/me', browser, cookie: 'none', user: place } as const;
      return (['old password', true] as const).map((basic) => {
        return {
          request: client.requestOf({ ...ask, basic }, client.browser(browser)),
          browser: client.browser(browser),
        };
      });
    }
    const held = client.lookUp(client.browser(browser));
    const logins = (['before', 'right'] as const).map((password): Login => {
      return { ...rightForm({ browser, user: place }), form: { ...RIGHT, password } };
    });
    return conditions.task < 7 ? [held] : [held, ...logins.map((login) => client.login(login, { old: [] }))];
  };
  const entered = hasSessions(conditions)
    ? await client.enter({ browser, user })
    : await client.inTurn(tries().slice(1));
  if (entered) return entered;
  for (const anew of [false, true]) {
    await client.changeUser(user, { anew });
    const found = await client.inTurn(tries());
    if (found) return found;
  }
  return undefined;
}

/** However many passwords were wrong, the right one opens. */
export async function guessPassword(client: WalkClient, step: Scene<'guess the password'>): Played {
  const browser = client.browser(step.browser);
  const login = rightForm({ browser: step.browser, user: client.placeOf(step.user) });
  const wrong = Array.from({ length: step.times }, () =>
    client.login({ ...login, form: { ...RIGHT, password: 'wrong' } }, browser),
  );
  // One after the other: who counts them would count those that come at the same time as one.
  return client.inTurn([...wrong, client.login(login, browser)]);
}

/** Of two logouts at the same time with one cookie at least one ends the session; whether the other did so as well is left open. */
export async function logOutTwice(client: WalkClient, { browser: number, user }: Scene<'log out twice'>): Played {
  const entered = await client.enter({ browser: number, user });
  if (entered) return entered;
  const browser = client.browser(number);
  const step = { do: 'log out', browser: number, cookie: 'present', slash: false } as const;
  const logOut = { request: client.requestOf(step, browser), browser };
  const look = client.lookUp(browser);
  // This one is let in before the logout, and answered after it, whatever that be: it must not bring the session back.
  const late = client.send({ ...look.request, body: { type: FORM_TYPES[0], text: 'a=1&b=2' }, header: IN_PIECES });
  const [, ...answers] = await together([late, client.send(logOut.request), client.send(logOut.request)]);
  const [first, other] = answers.toSorted((one, two) => one.status - two.status) as [Answer, Answer];
  const found = client.judge(logOut, first);
  if (found) return found;
  const what = `the status of ${logOut.request.method} ${API}auth_session/logout, sent at the same time as another one with the same cookie,`;
  if (![200, 403, 404].includes(other.status))
    return { broken: { requirement: '8.3', what, expected: '200, 403 or 404', actual: other.status } };
  return client.inTurn([look]);
}
