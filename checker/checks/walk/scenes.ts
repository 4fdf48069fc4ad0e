import { ownerOf, sessionsEnd, sessionsOpen, sessionWith } from '../model/world.ts';
import { isBatch, requestsOf } from './batches.ts';
import type { Batch, WalkStep } from './choices.ts';
import type { Played, WalkClient } from './client.ts';
import { callWithAnything, destroyWithAnything, makeManySessions, readEveryCookie } from './method_scenes.ts';
import {
  bringTwoCookies,
  enterAgainAndAgain,
  liveThrough,
  logOutTwice,
  logOutWithEveryCookie,
  MONTH,
  restart,
} from './session_scenes.ts';
import { askTogether, enterTogether, overOneConnection } from './shared_scenes.ts';
import { changeUser, guessPassword, removeUser } from './user_scenes.ts';

/** So many of the cookies that a browser had before are asked for. */
const MOST_OLD = 3;

/** Takes one step of a walk. Gives what was broken by it, if anything was. */
export async function take(client: WalkClient, step: WalkStep): Played {
  if (isBatch(step)) return (await holdSession(client, step)) ?? takeBatch(client, step);
  switch (step.do) {
    case 'wait':
      return void (await client.pass(halfOfLife(client)));
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
      return enterTogether(client, step);
    case 'over one connection':
      return overOneConnection(client, step);
    case 'ask together':
      return askTogether(client, step);
    case 'make many sessions':
      return makeManySessions(client, step);
    case 'call the methods':
      return callWithAnything(client, step);
    case 'read cookies':
      return readEveryCookie(client, step);
    case 'call destroySession':
      return destroyWithAnything(client, step);
    case 'change user':
      return changeUser(client, step);
    case 'remove user':
      return removeUser(client, step);
    case 'guess the password':
      return guessPassword(client, step);
    case 'log out with every cookie':
      return logOutWithEveryCookie(client, step);
    case 'log out twice':
      return logOutTwice(client, step);
    default:
      return client.inTurn([client.sent(step)]);
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

/** What is asked with the cookie of a session needs one that opens the API, once sessions do. */
async function holdSession(client: WalkClient, { do: name, browser, user }: Batch): Played {
  const { world } = client;
  const there = client.browser(browser);
  const isKnown = () => ownerOf(client.world, sessionWith(client.world, there.cookie)) !== undefined;
  if (!sessionsOpen(world.conditions) || name === 'log in with every header') return undefined;
  // Some cookies are those that it had before.
  while (!isKnown() || there.old.length === 0) {
    const entered = await client.enter({ user, browser });
    if (entered) return entered;
  }
  return undefined;
}

async function takeBatch(client: WalkClient, batch: Batch): Played {
  const steps = requestsOf(batch, client.world.conditions.task);
  const found = await client.all(steps.map((step) => client.sent(step)));
  return found && { ...found, closer: steps[found.index ?? 0] };
}

/** Milliseconds. */
function halfOfLife({ world: { conditions } }: WalkClient): number {
  return sessionsEnd(conditions) ? conditions.duration * 500 : MONTH;
}
