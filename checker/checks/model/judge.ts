import { isDeepStrictEqual } from 'node:util';
import { words } from '../../harness/data.ts';
import { type Answer, cookieSet, lifeOf } from './answer.ts';
import { type Allowed, answersTo } from './answers.ts';
import { cookiesNamed, type Request } from './request.ts';
import { sessionsEnd, sessionWith, type World } from './world.ts';

/** What is wrong with an answer, and which sentence says so. `undefined` stands where there is nothing, or should be. */
export type Broken = { requirement: string; expected: unknown; actual: unknown; what: string };

/** The world after this answer, or what it breaks: told by the first answer that is allowed. */
export function judge(world: World, request: Request, came: Answer): { world: World } | { broken: Broken } {
  const all = answersTo(world, request);
  const found = all.map((allowed) => ({ allowed, broken: brokenBy(world, request, came, allowed) }));
  const fitting = found.filter(({ broken }) => broken === undefined).map(({ allowed }) => allowed.after(came));
  if (!fitting[0]) return { broken: found[0]?.broken as Broken };
  // Which of two cookies counts is only seen where they would not all be answered so.
  const rules = world.rules.filter((rule) => fitting.some((each) => each.rules.includes(rule)));
  return { world: { ...fitting[0], rules } };
}

function brokenBy(world: World, request: Request, came: Answer, allowed: Allowed): Broken | undefined {
  const { requirement, instead = {}, owner, status, json, allow, cookie } = allowed;
  const breaks: Breaks = (what, expected, actual, id = requirement) => ({ requirement: id, what, expected, actual });
  if (came.status !== status) return breaks('status', status, came.status, instead[came.status] ?? requirement);
  const hasBody = request.method !== 'HEAD' && status !== 204;
  if (hasBody && json !== undefined && !isSame(jsonOf(came.text), json))
    return breaks('body', json, jsonOf(came.text) ?? came.text, owner?.(came));
  const secret = world.users.find(({ password }) => came.text.includes(JSON.stringify(password).slice(1, -1)));
  if (secret) return breaks('body', words('no password'), came.text, '0.5');
  const withCookies = came.headers['access-control-allow-credentials'];
  if (withCookies !== undefined)
    return breaks('header Access-Control-Allow-Credentials', undefined, withCookies, '0.4');
  if (allow !== undefined && methodsOf(came.headers.allow) !== methodsOf(allow))
    return breaks('header Allow', allow, came.headers.allow);
  const set = [came.headers['set-cookie'] ?? []].flat();
  if (cookie === 'never' && set.length > 0) return breaks('header Set-Cookie', undefined, set, '7.5');
  return cookie === 'a new session' ? brokenCookie(world, request, came, breaks) : undefined;
}

/** Whether this is a UUID of version 4 (RFC 9562, section 5.4), in whatever letters. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i.test(value);
}

type Breaks = (what: string, expected: unknown, actual: unknown, id?: string) => Broken;

/** What is wrong with the cookie of a login: [2.3], [7.6] to [7.9]. */
function brokenCookie(world: World, request: Request, came: Answer, breaks: Breaks): Broken | undefined {
  const { cookieName, duration } = world.conditions;
  const cookie = cookieSet(came, cookieName);
  const wrong = (expected: unknown, actual: unknown, id: string) => breaks('header Set-Cookie', expected, actual, id);
  if (!cookie) return wrong(words(`${cookieName}=…`), came.headers['set-cookie'], '7.6');
  const { value, attributes } = cookie;
  if (!isUuid(value)) return wrong(words('a UUID of version 4'), value, '2.3');
  const isKnown = sessionWith(world, value) !== undefined || cookiesNamed(cookieName, request.cookie).includes(value);
  if (isKnown) return wrong(words('a session id that was never used'), value, '7.8');
  const expected = { path: '/', httponly: '', samesite: 'lax', ...(request.https && { secure: '' }) };
  const { path, httponly, samesite, secure, domain } = attributes;
  const actual = jsonOf(JSON.stringify({ path, httponly, samesite: samesite?.toLowerCase(), secure, domain }));
  if (!isSame(actual, expected)) return wrong(expected, actual, domain === undefined ? '7.7' : '7.9');
  const life = lifeOf(attributes, world.now);
  if (!sessionsEnd(world.conditions))
    return life === undefined ? undefined : wrong(words('no Max-Age, no Expires'), attributes, '7.9');
  // Express writes whole seconds.
  const least = duration * 1000 - (attributes['max-age'] === undefined ? 1000 : 0);
  return life === undefined || life >= least
    ? undefined
    : wrong(words(`a life of at least ${duration} s`), attributes, '7.9');
}

function methodsOf(header: string | string[] | undefined): string {
  return String(
    String(header)
      .toUpperCase()
      .match(/[^\s,]+/g)
      ?.sort(),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether both are the same as JSON. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, JSON.parse(JSON.stringify(other)));
}
