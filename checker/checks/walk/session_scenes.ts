import { words } from '../../harness/data.ts';
import { together } from '../../harness/together.ts';
import type { Answer } from '../model/answer.ts';
import { API } from '../model/answers.ts';
import { hasSessions, restarted } from '../model/world.ts';
import type { Step } from './choices.ts';
import type { Played, WalkClient } from './client.ts';
import { send } from './requests.ts';
import { COOKIES, FORM_TYPES, IN_PIECES } from './values.ts';

const SECOND = 1000;
export const MONTH = 30 * 24 * 60 * 60 * SECOND;
/** When a session is used, in hundredths of its life. */
const USES = [30, 70, 95, 100];

export async function enterAgainAndAgain(client: WalkClient, step: Step<'enter again and again'>): Played {
  const browser = client.browser(step.browser);
  const first = browser.old.length;
  for (let time = 0; time < step.times; time += 1) {
    // A browser that has a cookie brings it, and one that has lost it does not.
    const found = await client.enter(step, time % 2 === 0 ? 'none' : 'present');
    if (found) return found;
  }
  return client.lookUpAll([...browser.old.slice(first), browser.cookie].map((value) => ({ browser, value })));
}

/** Neither time nor use ends a session before its end, and nothing keeps it after that. */
export async function liveThrough(client: WalkClient, step: Step<'live through'>): Played {
  const entered = await client.enter(step);
  if (entered) return entered;
  const { conditions, now } = client.world;
  // A duration that is there also bounds how often a timer can come due meanwhile.
  const life = conditions.duration > 0 ? conditions.duration * SECOND : MONTH;
  const moments = [...USES.map((use) => Math.floor((life * use) / 100)), life + 1];
  for (const moment of moments) {
    await client.pass(now + moment - client.world.now);
    const found = await client.inTurn([client.lookUp(client.browser(step.browser))]);
    if (found) return found;
  }
  return undefined;
}

export async function bringTwoCookies(
  client: WalkClient,
  { browser: number, user }: Step<'bring two cookies'>,
): Played {
  // Of two sessions of one user nobody sees which counts.
  if (client.world.users.length < 2) return undefined;
  for (const each of [user, user + 1]) {
    // The second of them comes to the browser of the first, who has not logged out.
    const entered = await client.enter({ browser: number, user: each }, 'present');
    if (entered) return entered;
  }
  const browser = client.browser(number);
  const { cookieName, task } = client.world.conditions;
  const both = { value: `${browser.old.at(-1)}; ${cookieName}=${browser.cookie}` };
  const asked = client.lookUp(browser, both);
  // The browser keeps its cookie: what became of each session is asked afterwards.
  const logOut = {
    request: { ...asked.request, method: 'DELETE', path: `${API}auth_session/logout` },
    browser: { old: [] },
  };
  if (task < 8) return client.inTurn([asked, client.lookUp(browser, 'old'), client.lookUp(browser)]);
  const found =
    (await client.inTurn([asked, logOut, client.lookUp(browser, 'old'), client.lookUp(browser)])) ??
    (await client.enter({ browser: number, user }));
  if (found) return found;
  // With one that is nobody's as well, the logout takes the one that the look-up has taken.
  const odd = (['unknown, then present', 'present, then unknown'] as const).flatMap((which) => {
    const look = client.lookUp(browser, which);
    return [look, { ...logOut, request: { ...look.request, method: 'DELETE', path: logOut.request.path } }];
  });
  return client.inTurn([...odd, client.lookUp(browser)]);
}

/** There are sessions before it; and the first one after it is new, though all that could be counted begins anew. */
export async function restart(client: WalkClient, { by }: Step<'restart'>): Played {
  for (const signal of by) {
    const entered = await client.enter({ browser: 0, user: 0 });
    if (entered) return entered;
    await client.server.restart(signal === 'SIGKILL' ? undefined : signal);
    client.world = restarted(client.world);
    const lost = await client.all(
      client.browsers.flatMap((each) => [client.lookUp(each), client.lookUp(each, 'oldest')]),
    );
    if (lost) return lost;
  }
  return client.enter({ browser: 0, user: 0 });
}

/** Of two sessions of one user, one is ended: first with every other cookie, and then with its own. Then the other. */
export async function logOutWithEveryCookie(client: WalkClient, step: Step<'log out with every cookie'>): Played {
  const { browser, user } = step;
  const logOut = { do: 'log out', slash: false } as const;
  const others = () => COOKIES.slice(0, -1).map((cookie) => client.sent({ ...logOut, browser, cookie }));
  if (!hasSessions(client.world.conditions)) return client.inTurn(others());
  // The first has had another one before.
  for (const each of [browser, browser, browser + 1]) {
    const entered = await client.enter({ user, browser: each });
    if (entered) return entered;
  }
  const own = client.sent({ ...logOut, browser, cookie: 'present' });
  const second = { browser: browser + 1, cookie: 'present among others', slash: true } as const;
  const look = [browser, browser + 1].map((each) => client.lookUp(client.browser(each)));
  return client.inTurn([...others(), own, ...look, client.sent({ ...logOut, ...second }), ...look]);
}

/** Of two logouts at the same time with one cookie at least one ends the session; whether the other did so as well is left open. */
export async function logOutTwice(client: WalkClient, { browser: number, user }: Step<'log out twice'>): Played {
  const entered = await client.enter({ browser: number, user });
  if (entered) return entered;
  const browser = client.browser(number);
  const logOut = client.sent({ do: 'log out', browser: number, cookie: 'present', slash: false });
  const look = client.lookUp(browser);
  // This one is let in before the logout, and answered after it, whatever that be: it must not bring the session back.
  const late = send(client.server, {
    ...look.request,
    body: { type: FORM_TYPES[0], text: 'a=1&b=2' },
    header: IN_PIECES,
  });
  const [, ...answers] = await together([
    late,
    send(client.server, logOut.request),
    send(client.server, logOut.request),
  ]);
  const [first, other] = answers.toSorted((one, two) => one.status - two.status) as [Answer, Answer];
  const found = client.judge(logOut, first);
  if (found) return found;
  const what = `the status of ${logOut.request.method} ${API}auth_session/logout, sent at the same time as another one with the same cookie,`;
  if (![200, 403, 404].includes(other.status))
    return { broken: { requirement: '8.3', what, expected: words('200, 403 or 404'), actual: other.status } };
  return client.inTurn([look]);
}
