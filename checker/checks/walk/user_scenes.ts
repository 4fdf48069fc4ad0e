import { hasSessions } from '../model/world.ts';
import type { Step, Who } from './choices.ts';
import type { Played, Sent, WalkClient } from './client.ts';
import { RIGHT, rightForm } from './values.ts';

/** After a change, only the new password opens, and the new name is shown. After a replacement, the earlier user's session is closed. */
export async function changeUser(client: WalkClient, who: Step<'change user'>): Played {
  const entered = await comeIn(client, who);
  if (entered) return entered;
  for (const anew of [false, true]) {
    await client.changeUser(who.user, { anew });
    const found = await client.inTurn([...tries(client, who, 'before'), ...tries(client, who, 'right').slice(-1)]);
    if (found) return found;
  }
  return undefined;
}

/** Neither the session nor the password of a user who is gone opens the API. */
export async function removeUser(client: WalkClient, who: Step<'remove user'>): Played {
  const entered = await comeIn(client, who);
  if (entered) return entered;
  const after = tries(client, who, 'right');
  await client.removeUser(who.user);
  return client.inTurn(after);
}

/** However many passwords were wrong, the right one opens. */
export async function guessPassword(client: WalkClient, { browser, user, times }: Step<'guess the password'>): Played {
  const login = { do: 'log in', ...rightForm({ browser, user }) } as const;
  const wrong = Array.from({ length: times }, () => client.sent({ ...login, form: { ...RIGHT, password: 'wrong' } }));
  // One after the other: who counts them would count those that come at the same time as one.
  return client.inTurn([...wrong, client.sent(login)]);
}

async function comeIn(client: WalkClient, who: Who): Played {
  return hasSessions(client.world.conditions) ? client.enter(who) : client.inTurn(tries(client, who, 'right'));
}

/** What this user can be let in by: the session, the password. */
function tries(client: WalkClient, { browser, user }: Who, password: 'right' | 'before'): Sent[] {
  if (!hasSessions(client.world.conditions)) {
    const basic = password === 'right' || 'old password';
    return [client.sent({ do: 'ask', method: 'GET', path: 'users/me', browser, cookie: 'none', user, basic })];
  }
  const held = client.lookUp(client.browser(browser));
  if (client.world.conditions.task < 7) return [held];
  const login = { ...rightForm({ browser, user }), form: { ...RIGHT, password } };
  // The login comes from another browser, so that this one keeps the session that is looked at.
  return [held, client.sent({ do: 'log in', ...login }, { old: [] })];
}
