import { together } from '../../harness/together.ts';
import { restarted, sessionsEnd } from '../model/world.ts';
import { FORMS, METHODS, type Waiting, type WalkStep } from './choices.ts';
import { API, type Found, rightForm, type Sent, type WalkClient } from './client.ts';
import type { Browser } from './inputs.ts';

const SECOND = 1000;
const MONTH = 30 * 24 * 60 * 60 * SECOND;

type Scene<Name extends WalkStep['do']> = Extract<WalkStep, { do: Name }>;
type Played = Promise<Found | undefined>;

/** Takes one step of a walk. Gives what was broken by it, if anything was. */
export async function take(client: WalkClient, step: WalkStep): Played {
  switch (step.do) {
    case 'new user':
      return void (await client.newUser());
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
    case 'ask in every way':
      return askInEveryWay(client, step);
    case 'fill in every form':
      return fillInEveryForm(client, step);
    case 'live through':
      return liveThrough(client, step);
    case 'bring two cookies':
      return bringTwoCookies(client, step);
    case 'at the same time':
      return step.what === 'two calls of createSession' ? makeTwoSessions(client, step) : askTogether(client, step);
    case 'over one connection':
      return overOneConnection(client, step);
    default: {
      const browser = client.browser(step.browser);
      return client.inTurn([{ request: client.requestOf(step, browser), browser }]);
    }
  }
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

async function restart(client: WalkClient, { by }: Scene<'restart'>): Played {
  await client.server.restart(by === 'SIGKILL' ? undefined : by);
  client.world = restarted(client.world);
  return client.inTurn(client.browsers.flatMap((each) => [client.lookUp(each), client.lookUp(each, 'oldest')]));
}

async function enterAgainAndAgain(client: WalkClient, step: Scene<'enter again and again'>): Played {
  const browser = client.browser(step.browser);
  const first = browser.old.length;
  for (let time = 0; time < step.times; time += 1) {
    const found = await client.enter(step);
    if (found) return found;
  }
  return client.inTurn([...browser.old.slice(first), browser.cookie].map((value) => client.lookUp(browser, { value })));
}

function askInEveryWay(client: WalkClient, step: Scene<'ask in every way'>): Played {
  const browser = client.browser(step.browser);
  const basic = client.world.conditions.kind === 'basic_auth';
  const asking = { ...step, do: 'ask', cookie: basic ? 'none' : 'present', basic } as const;
  return client.inTurn(
    METHODS.map((method) => ({ request: client.requestOf({ ...asking, method }, browser), browser })),
  );
}

function fillInEveryForm(client: WalkClient, { browser, user, type, https }: Scene<'fill in every form'>): Played {
  const logins = [...FORMS, 'right' as const].map((form) => ({ ...rightForm({ browser, user }), form, type, https }));
  return client.inTurn(logins.map((login) => client.login(login, client.browser(browser))));
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

async function bringTwoCookies(client: WalkClient, { browser: number, users }: Scene<'bring two cookies'>): Played {
  for (const user of users) {
    const entered = await client.enter({ browser: number, user });
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
  const ends = task >= 8 ? [logOut] : [];
  return client.inTurn([asked, ...ends, client.lookUp(browser, 'old'), client.lookUp(browser)]);
}

async function overOneConnection(client: WalkClient, step: Scene<'over one connection'>): Played {
  for (const [index, browser] of step.browsers.entries()) {
    const entered = await client.enter({ browser, user: step.users[index] as number });
    if (entered) return entered;
  }
  using kept = client.server.keptConnection();
  const [first, second] = step.browsers.map((number) => client.lookUp(client.browser(number))) as [Sent, Sent];
  return await client.inTurn([first, second, client.lookUp(first.browser, 'none'), first], kept.http);
}

/** Both are under way before either is answered. None of these changes what the other is answered. */
async function askTogether(client: WalkClient, { what, browsers, users }: Scene<'at the same time'>): Played {
  const login = (index: 0 | 1) => {
    const who = { browser: browsers[index], user: users[index] };
    return client.login(rightForm(who), client.browser(who.browser));
  };
  const lookUp = (index: 0 | 1) => client.lookUp(client.browser(browsers[index]));
  const first = what === 'two look-ups' ? lookUp(0) : login(0);
  const second = what === 'two logins' ? login(1) : lookUp(1);
  const [one, other] = await together([client.send(first.request), client.send(second.request)] as const);
  return client.judge(first, one) ?? client.judge(second, other);
}

async function makeTwoSessions(client: WalkClient, { browsers, users }: Scene<'at the same time'>): Played {
  const ids = client.idsOf(users);
  const made = await client.server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, userIds: string[]) => {
      const sessions = auth as unknown as { createSession(userId: string): Promise<unknown> };
      return Promise.all(userIds.map((id) => sessions.createSession(id)));
    },
    ids,
  );
  if (!made.every((id) => typeof id === 'string') || made[0] === made[1]) {
    const what = 'two calls of `createSession` at the same time';
    return { broken: { requirement: '2.4', what, expected: 'two different ids', actual: made } };
  }
  const there: Browser[] = browsers.map((number) => client.browser(number));
  for (const [index, browser] of there.entries()) client.made(browser, ids[index] as string, made[index] as string);
  return client.inTurn(there.map((browser) => client.lookUp(browser)));
}
