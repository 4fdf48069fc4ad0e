import { hasSessions, restarted, sessionsEnd, sessionsOpen } from '../model/world.ts';
import { isBatch, requestsOf } from './batches.ts';
import { type Batch, type RequestStep, rightForm, type Scene, type Waiting, type WalkStep } from './choices.ts';
import { API, type Found, type Sent, type WalkClient } from './client.ts';
import { askTogether, changeUser, guessPassword, logOutTwice } from './login_scenes.ts';
import { callWithAnything, destroyWithAnything, makeManySessions, makeTwoSessions } from './method_scenes.ts';

const SECOND = 1000;
/** So many of the cookies that a browser had before are asked for. */
const MOST_OLD = 3;
const MONTH = 30 * 24 * 60 * 60 * SECOND;

type Played = Promise<Found | undefined>;

/** Takes one step of a walk. Gives what was broken by it, if anything was. */
export async function take(client: WalkClient, step: WalkStep): Played {
  if (isBatch(step)) return (await holdSession(client, step)) ?? takeBatch(client, step);
  switch (step.do) {
    case 'remove user':
      return void (await client.removeUser(step.user));
    case 'wait':
      return void (await client.pass(timeOf(client, step.how)));
    case 'restart':
      return restart(client, step);
    case 'enter':
      return client.enter(step);
    case 'enter again and again':
      return enterAgainAndAgain(client, step);
    case 'live through':
      return liveThrough(client, step);
    case 'bring two cookies':
      return bringTwoCookies(client, step);
    case 'at the same time':
      return (await makeTwoSessions(client, step)) ?? logInTogether(client, step);
    case 'make many sessions':
      return makeManySessions(client, step);
    case 'call the methods':
      return callWithAnything(client, step);
    case 'call destroySession':
      return destroyWithAnything(client, step);
    case 'ask together':
      return askTogether(client, step);
    case 'change user':
      return changeUser(client, step);
    case 'guess the password':
      return guessPassword(client, step);
    case 'log out twice':
      return logOutTwice(client, step);
    case 'over one connection':
      return overOneConnection(client, step);
    case 'log out':
      return logOut(client, step);
    default:
      return client.inTurn([sentFor(client, step)]);
  }
}

/** What each browser holds, and what it held: nothing that was done may have changed more than it should. */
export function lookAround(client: WalkClient): Played {
  const known = client.browsers.flatMap((browser) => {
    const values = [...browser.old.slice(-MOST_OLD), ...(browser.cookie === undefined ? [] : [browser.cookie])];
    return values.map((value) => ({ browser, value }));
  });
  return client.lookUpAll(known);
}

/** Of two sessions of one user, one is ended: first with another cookie perhaps, and then with its own. The other goes on. */
async function logOut(client: WalkClient, step: Scene<'log out'>): Played {
  const user = step.browser;
  const held = hasSessions(client.world.conditions)
    ? ((await client.enter({ user, browser: step.browser })) ??
      (await client.enter({ user, browser: step.browser + 1 })))
    : undefined;
  const tries = step.cookie === 'present' ? [step] : [step, { ...step, cookie: 'present' } as const];
  return held ?? client.inTurn(tries.map((each) => sentFor(client, each)));
}

/** What is asked with the cookie of a session needs one, once sessions open the API. */
async function holdSession(client: WalkClient, { do: name, browser }: Batch): Played {
  const isThere = client.browser(browser).cookie !== undefined || !sessionsOpen(client.world.conditions);
  return isThere || name === 'log in with every header' ? undefined : client.enter({ user: browser, browser });
}

function takeBatch(client: WalkClient, batch: Batch): Played {
  return client.all(requestsOf(batch, client.world.conditions.task).map((step) => sentFor(client, step)));
}

function sentFor(client: WalkClient, step: RequestStep): Sent {
  const browser = client.browser(step.browser);
  return { request: client.requestOf(step, browser), browser };
}

/** Milliseconds. The end is that of the session that was made last. */
function timeOf({ world }: WalkClient, how: Waiting): number {
  const life = world.conditions.duration * SECOND;
  const left = (world.sessions.at(-1)?.madeAt ?? world.now) + life - world.now;
  return {
    'a little': SECOND,
    half: Math.max(SECOND, Math.floor(life / 2)),
    'to the end': Math.max(1, left),
    'past the end': Math.max(1, left + 1),
    'a month': MONTH,
  }[how];
}

/** There are sessions before it; and the first one after it is new, though all that could be counted begins anew. */
async function restart(client: WalkClient, { by }: Scene<'restart'>): Played {
  const entered = client.world.sessions.length > 0 ? undefined : await client.enter({ browser: 0, user: 0 });
  if (entered) return entered;
  await client.server.restart(by === 'SIGKILL' ? undefined : by);
  client.world = restarted(client.world);
  const lost = await client.all(
    client.browsers.flatMap((each) => [client.lookUp(each), client.lookUp(each, 'oldest')]),
  );
  return lost ?? client.enter({ browser: 0, user: 0 });
}

async function enterAgainAndAgain(client: WalkClient, step: Scene<'enter again and again'>): Played {
  const browser = client.browser(step.browser);
  const first = browser.old.length;
  for (let time = 0; time < step.times; time += 1) {
    // A browser that has a cookie brings it, and one that has lost it does not.
    const found = await client.enter(step, time % 2 === 0 ? 'none' : 'present');
    if (found) return found;
  }
  return client.lookUpAll([...browser.old.slice(first), browser.cookie].map((value) => ({ browser, value })));
}

async function liveThrough(client: WalkClient, step: Scene<'live through'>): Played {
  const entered = await client.enter(step);
  if (entered) return entered;
  const { conditions } = client.world;
  const life = sessionsEnd(conditions) ? conditions.duration * SECOND : MONTH;
  const before = Math.floor((life * step.used) / 100);
  for (const time of [before, life - before, 1]) {
    await client.pass(time);
    const found = await client.inTurn([client.lookUp(client.browser(step.browser))]);
    if (found) return found;
  }
  return undefined;
}

async function bringTwoCookies(client: WalkClient, { browser: number, user }: Scene<'bring two cookies'>): Played {
  const users = client.twoUsers(user);
  // Of two sessions of one user nobody sees which counts.
  if (!users) return undefined;
  for (const each of users) {
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
  const odd = (['unknown, then present', 'present, then unknown'] as const).flatMap((which) => {
    const look = client.lookUp(browser, which);
    return [look, { ...logOut, request: { ...look.request, method: 'DELETE', path: logOut.request.path } }];
  });
  const ended = await client.inTurn([asked, logOut, client.lookUp(browser, 'old'), client.lookUp(browser)]);
  // With one that is nobody's as well, the logout takes the one that the look-up has taken.
  return ended ?? (await client.enter({ browser: number, user })) ?? client.inTurn([...odd, client.lookUp(browser)]);
}

async function overOneConnection(client: WalkClient, step: Scene<'over one connection'>): Played {
  using kept = client.server.keptConnection();
  const user = client.placeOf(step.users[0]);
  if (!hasSessions(client.world.conditions)) {
    const ask = (who: number, basic: boolean | 'old password') =>
      sentFor(client, {
        ...{ do: 'ask', method: 'GET', path: 'users/me', browser: 0, cookie: 'none' },
        user: who,
        basic,
      });
    const asked = await client.inTurn(
      [ask(user, true), ask(user + 1, true), ask(user, false), ask(user, true)],
      kept.http,
    );
    if (asked) return asked;
    await client.changeUser(step.users[0], { anew: false });
    return await client.inTurn([ask(user, 'old password'), ask(user, true)], kept.http);
  }
  for (const [index, browser] of step.browsers.entries()) {
    const entered = await client.enter({ browser, user: step.users[index] as number });
    if (entered) return entered;
  }
  const [first, second] = step.browsers.map((number) => client.lookUp(client.browser(number))) as [Sent, Sent];
  const asked = await client.inTurn([first, second, client.lookUp(first.browser, 'none'), first], kept.http);
  if (asked) return asked;
  // What has ended elsewhere has ended here as well, and so has who is gone.
  await client.endElsewhere(first.browser);
  await client.changeUser(step.users[1], { anew: true });
  return await client.inTurn([first, second], kept.http);
}

/** All are under way before any is answered. None of them changes what another is answered. */
async function logInTogether(client: WalkClient, { browsers, users }: Scene<'at the same time'>): Played {
  if (client.world.conditions.task < 7) return undefined;
  const lookUps = browsers.map((number) => client.lookUp(client.browser(number)));
  const logins = browsers.map((browser, index) => {
    return client.login(rightForm({ browser, user: users[index] as number }), client.browser(browser));
  });
  return client.atOnce([...lookUps, ...logins]);
}
