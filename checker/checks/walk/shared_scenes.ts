import { hasSessions, loggedOut, sessionsOpen, sessionWith } from '../model/world.ts';
import { createSessions, destroySessions, removeStored } from './calls.ts';
import type { CookieChoice, Step, Who } from './choices.ts';
import type { Played, Sent, WalkClient } from './client.ts';
import type { Browser } from './inputs.ts';
import { IN_PIECES, rightForm } from './values.ts';

const ME = { do: 'ask', method: 'GET', path: 'users/me' } as const;

/** A connection belongs to nobody: each request on it is judged by its own credentials. */
export async function overOneConnection(client: WalkClient, { browser, user }: Step<'over one connection'>): Played {
  using kept = client.server.keptConnection();
  if (!hasSessions(client.world.conditions)) {
    const ask = (who: number, basic: boolean | 'old password') => {
      return client.sent({ ...ME, browser, cookie: 'none', user: who, basic });
    };
    const asked = await client.inTurn(
      [ask(user, true), ask(user + 1, true), ask(user, false), ask(user, true)],
      kept.http,
    );
    if (asked) return asked;
    await client.changeUser(user, { anew: false });
    return await client.inTurn([ask(user, 'old password'), ask(user, true)], kept.http);
  }
  for (const more of [0, 1]) {
    const entered = await client.enter({ browser: browser + more, user: user + more });
    if (entered) return entered;
  }
  const [first, second] = [0, 1].map((more) => client.lookUp(client.browser(browser + more))) as [Sent, Sent];
  const asked = await client.inTurn([first, second, client.lookUp(first.browser, 'none'), first], kept.http);
  if (asked) return asked;
  // What has ended elsewhere has ended here as well, and so has who is gone.
  await endElsewhere(client, first.browser);
  await client.changeUser(user + 1, { anew: true });
  return await client.inTurn([first, second], kept.http);
}

/** The session of this browser is ended where its connections do not lead: by another process, or by the method. */
async function endElsewhere(client: WalkClient, { cookie }: Browser): Promise<void> {
  const session = sessionWith(client.world, cookie);
  if (!session || client.world.conditions.task < 8) return;
  const { kind, cookieName } = client.world.conditions;
  const isStored = kind === 'session_db_auth';
  if (isStored) await removeStored(client.server, session.id);
  else await destroySessions(client.server, [`${cookieName}=${session.id}`]);
  client.world = loggedOut(client.world, session.id, isStored ? 'logout elsewhere' : 'logout');
}

/** Requests with the same cookie and other credentials, or the other way round, are under way at the same time. */
export async function askTogether(client: WalkClient, { browser, user }: Step<'ask together'>): Played {
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
  // What comes late keeps all of them between the filter and their routes at the same time.
  const late = { form: 'a=1&b=2', header: IN_PIECES };
  const asked = cookies.flatMap(([from, cookie]) =>
    credentials.map((known) => client.sent({ ...ME, ...late, browser: from, cookie, ...known })),
  );
  return client.atOnce(asked);
}

/** Two sessions of one user and one of another are made at the same time. Each is a new one, and opens the API for its own user. */
export async function enterTogether(client: WalkClient, step: Step<'at the same time'>): Played {
  const all = threeOf(step);
  const ids = all.map(({ user }) => client.person(user).user.id);
  const made = await createSessions(client.server, ids);
  for (const [index, { browser }] of all.entries()) {
    const found = client.made(client.browser(browser), ids[index] as string, made[index]);
    if (found) return found;
  }
  const there = all.map(({ browser }) => client.browser(browser));
  const closed = await client.lookUpAll(there.map((browser) => ({ browser, value: browser.cookie })));
  if (closed || client.world.conditions.task < 7) return closed;
  // The same by the login, while others ask. None of them changes what another is answered.
  const logins = all.map((who) => client.sent({ do: 'log in', ...rightForm(who) }));
  return client.atOnce([...there.map((browser) => client.lookUp(browser)), ...logins]);
}

function threeOf({ browser, user }: Who): Who[] {
  return [
    { browser, user },
    { browser: browser + 1, user: user + 1 },
    { browser: browser + 2, user },
  ];
}
