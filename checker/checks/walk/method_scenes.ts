import { toText, words } from '../../harness/data.ts';
import { isUuid } from '../model/judge.ts';
import { cookiesNamed } from '../model/request.ts';
import { whyClosed, whyOpen } from '../model/visitor.ts';
import { isValid, loggedOut, sessionsEnd, sessionWith } from '../model/world.ts';
import { callMethods, createSessions, destroySessions, makeMany, ownersOf, readCookies } from './calls.ts';
import type { Step } from './choices.ts';
import type { Found, Played, WalkClient } from './client.ts';
import type { Browser } from './inputs.ts';
import { COOKIES, NO_IDS, NO_TEXTS, ODD_VALUES, VALUES } from './values.ts';

function broken(requirement: string, method: string, argument: unknown, expected: unknown, actual: unknown): Found {
  return { broken: { requirement, what: `what \`${method}(${toText(argument)})\` gives`, expected, actual } };
}

/** More ids that nobody made than somebody would bear who counts them. */
const GUESSES = 301;

/** A server that trims, decodes or normalizes a user id gives these back changed. */
const USER_IDS = [
  ' x ',
  'X',
  'Cafe\u0301 \ufb01 \uff21 \u{1f600}',
  '__proto__',
  '0',
  '00',
  'null',
  '%41',
  'a;b="c",d:e.f',
  'x'.repeat(1000),
];

/** The id with something before it or behind it, and in other forms of a UUID: no session's. */
function nearly(id: string): string[] {
  const signs = [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\0'];
  const added = signs.flatMap((sign) => [`${id}${sign}`, `${id}${sign}x`, `${sign}${id}`, `x${sign}${id}`]);
  const fullWidth = id.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  return [...added, fullWidth, id.replaceAll('-', ''), `{${id}}`, `urn:uuid:${id}`, `"${id}"`];
}

const CHANGED = [
  'present in other letters',
  'present with a space',
  'present with more',
  'present in wide letters',
  'as long, and of other letters',
] as const;

/** Calls `createSession` and `userIdForSessionId` with what is no id of theirs, and with all session ids. */
export async function callWithAnything(client: WalkClient, step: Step<'call the methods'>): Played {
  const entered = await client.enter({ browser: step.browser, user: step.browser });
  if (entered) return entered;
  const { world } = client;
  const { task, kind } = world.conditions;
  const browser = client.browser(step.browser);
  const someone = client.person(step.browser).user.id;
  const values = CHANGED.flatMap((choice) => client.cookieValue(choice, browser) ?? []);
  const own = client.cookieValue('present', browser);
  const unknown = [...NO_IDS, ...values.map(decodeURIComponent), ...(own ? nearly(own) : []), someone];
  // What becomes of the sessions of a user who was removed is left open.
  const ids = world.sessions.flatMap(({ id, userId }) => (world.users.some((user) => user.id === userId) ? [id] : []));
  const odd = [undefined, ...NO_TEXTS, ...step.odd];
  const gave = await callMethods(client.server, {
    // Nobody looks whether there is such a user.
    users: [...odd, [someone], client.noUserId()],
    sessions: task >= 3 ? [...odd, ...ids.map((id) => [id]), ...unknown, ...ids] : [],
    guesses: task >= 3 ? GUESSES : 0,
  });
  for (const { method, argument, value } of gave) {
    const session = sessionWith(world, typeof argument === 'string' ? argument : undefined);
    const expected = session && isValid(world, session) ? session.userId : null;
    const makes = method === 'createSession' && typeof argument === 'string';
    if (makes ? isUuid(value) : value === expected) continue;
    if (makes) return broken('2.3', method, argument, words('a UUID of version 4'), value);
    if (method === 'createSession') return broken('2.2', method, argument, expected, value);
    const closed = session ? whyClosed(world, session) : typeof argument === 'string' ? '3.3' : '3.1';
    const open = session && kind !== 'session_auth' ? whyOpen(world, session) : '3.2';
    return broken(expected === null ? closed : open, method, argument, expected, value);
  }
  return task >= 3 ? keepAsTheyAre(client) : undefined;
}

/** A user id is whatever text it is, and comes back as it was given. */
async function keepAsTheyAre({ server, world }: WalkClient): Played {
  const owners = await ownersOf(server, await createSessions(server, USER_IDS));
  const index = USER_IDS.findIndex((id, place) => owners[place] !== id);
  if (index < 0) return undefined;
  const expected = USER_IDS[index];
  const what = `what \`userIdForSessionId\` gives for a new session of the user ${toText(expected)}`;
  const requirement = world.conditions.kind === 'session_db_auth' ? '10.2' : '2.3';
  return { broken: { requirement, what, expected, actual: owners[index] } };
}

/** So many sessions are made at the same time. */
const AT_ONCE = 100;

/** Many sessions are made, many of them at the same time. Neither the first of them nor one from before makes room for the others. */
export async function makeManySessions(
  client: WalkClient,
  { browser, user, count }: Step<'make many sessions'>,
): Played {
  const userId = client.person(user).user.id;
  const there = client.browser(browser);
  const entered = await client.enter({ browser, user });
  if (entered) return entered;
  // In a database each may be written to the disk by itself: so many at a time are made within the time for an answer.
  const sizes = Array.from({ length: Math.ceil(count / AT_ONCE) }, (_, part) =>
    Math.min(AT_ONCE, count - part * AT_ONCE),
  );
  const parts: unknown[][] = [];
  for (const size of sizes) parts.push(await makeMany(client.server, { userId, count: size }));
  const made = [parts.at(0)?.at(0), parts.at(parts.length >> 1)?.at(0), parts.at(-1)?.at(-1)];
  const owners = await ownersOf(client.server, made);
  const what = `what \`userIdForSessionId\` gives for the first, the middle and the last of ${count} new sessions`;
  if (owners.some((owner) => owner !== userId))
    return { broken: { requirement: '2.3', what, expected: owners.map(() => userId), actual: owners } };
  const { conditions } = client.world;
  if (!sessionsEnd(conditions)) return client.lookUpAll([{ browser: there, value: there.cookie }]);
  await client.pass(conditions.duration * SECOND + 1);
  // The newest first: a server that removes a few expired sessions at each look-up has not reached it yet.
  const later = await ownersOf(client.server, made.toReversed());
  if (later.every((owner) => owner === null)) return undefined;
  const requirement = conditions.kind === 'session_db_auth' ? '10.5' : '9.4';
  const whatLater = `what \`userIdForSessionId\` gives for the last, the middle and the first of ${count} sessions, after their end`;
  return { broken: { requirement, what: whatLater, expected: later.map(() => null), actual: later } };
}

/** Calls `sessionCookie` with whatever may stand in a `Cookie` header, alone and among others, and with other names. */
export async function readEveryCookie({ server, world }: WalkClient, step: Step<'read cookies'>): Played {
  const { cookieName: name } = world.conditions;
  const named = [...VALUES, ...ODD_VALUES].flatMap((value) => [
    `${name}=${value}`,
    `theme=dark; ${name}=${value}; language=fr`,
  ]);
  const others = [name.toUpperCase(), `${name}_2`, `x${name}`, `${name}.x`, `${name}[0]`, '__proto__', 'toString'];
  const all = [undefined, ...others.map((other) => `${other}=x`), ...named];
  const headers = step.only === undefined ? all : [step.only];
  const gave = await readCookies(server, headers);
  for (const [index, header] of [undefined, undefined, ...headers].entries()) {
    const [expected = null] = cookiesNamed(name, header);
    const actual = gave[index];
    const isOdd = ODD_VALUES.some(
      (value) => header?.endsWith(`${name}=${value}`) || header?.includes(`${name}=${value};`),
    );
    if (isOdd ? actual === null || typeof actual === 'string' : actual === expected) continue;
    const what = `what \`sessionCookie(request)\` gives for ${index < 2 ? 'no request' : `\`Cookie: ${header ?? ''}\``}`;
    const requirement = isOdd ? '4.4' : expected !== null ? '4.2' : header === undefined ? '4.1' : '4.3';
    const closer = { ...step, only: header };
    return { broken: { requirement, what, expected: isOdd ? 'a text or null' : expected, actual }, closer };
  }
  return undefined;
}

/** No session's: those that a browser has, or had, may be. */
const STRANGE = COOKIES.filter((choice) => !['old', 'oldest', 'present among others'].includes(choice));

/** Calls `destroySession` with requests that bring each kind of cookie. Only one that is a session's ends it, and that one alone. */
export async function destroyWithAnything(client: WalkClient, step: Step<'call destroySession'>): Played {
  for (const browser of [step.browser, step.browser + 1]) {
    const entered = await client.enter({ browser, user: step.user });
    if (entered) return entered;
  }
  const browser = client.browser(step.browser);
  const { cookieName, kind } = client.world.conditions;
  const values = [...STRANGE, 'present' as const].map((choice) => client.cookieValue(choice, browser));
  const headers = values.map((value) => (value === undefined ? undefined : `${cookieName}=${value}`));
  const gave = await destroySessions(client.server, headers);
  for (const [index, header] of [undefined, undefined, ...headers].entries()) {
    const session = sessionWith(client.world, cookiesNamed(cookieName, header)[0]);
    // What it says of a session that has ended by itself is left open.
    if (session && !session.end && !isValid(client.world, session)) continue;
    const expected = session !== undefined && !session.end;
    if (gave[index] !== expected) {
      const what = `what \`destroySession(request)\` gives for ${index < 2 ? 'no request' : `\`Cookie: ${header ?? ''}\``}`;
      const requirement = kind === 'session_db_auth' ? '10.4' : expected ? '8.2' : '8.1';
      return { broken: { requirement, what, expected, actual: gave[index] } };
    }
    if (session && expected) client.world = loggedOut(client.world, session.id);
  }
  return destroyOfNobody(client, browser);
}

/** Whether the user of a session is there does not matter to who ends it. Whether a look-up ends it is left open. */
async function destroyOfNobody(client: WalkClient, browser: Browser): Played {
  const { cookieName, kind } = client.world.conditions;
  const found = await client.enterWithout(browser, client.noUserId());
  if (found) return found;
  const session = sessionWith(client.world, browser.cookie);
  const [, , actual] = await destroySessions(client.server, [`${cookieName}=${session?.id}`]);
  const what = 'what `destroySession(request)` gives for the session of a user who is not there';
  const requirement = kind === 'session_db_auth' ? '10.4' : '8.2';
  if (actual !== true) return { broken: { requirement, what, expected: true, actual } };
  client.world = loggedOut(client.world, String(session?.id));
  return undefined;
}

const SECOND = 1000;
