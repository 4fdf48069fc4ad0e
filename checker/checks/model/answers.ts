import { basicCredentials, cookiesNamed, formField, type Request } from './request.ts';
import {
  hasSessions,
  loggedIn,
  loggedOut,
  ownerOf,
  type Session,
  sessionsEnd,
  sessionWith,
  type User,
  userRemoved,
  type World,
} from './world.ts';

/** An answer as it came. */
export type Answer = {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
};

/** An answer that the contract allows, and what is so afterwards. */
export type Allowed = {
  /** The sentence that says so. */
  requirement: string;
  /** Which sentence it is that an answer with another status breaks, where that is another one. */
  instead?: Readonly<Record<number, string>>;
  /** The sentence that says whose data come, where that is another one. */
  owner?: string;
  status: number;
  /** The whole JSON of the body. Missing: any. */
  json?: unknown;
  /** The header `Allow`, as the spec has it. */
  allow?: string;
  /** The session cookie that it must set, if any: what is checked of it. `never`: no cookie at all may be set. */
  cookie?: 'a new session' | 'never';
  after: (answer: Answer) => World;
};

const NOT_FOUND = { error: 'Not found' };
const NOT_ALLOWED = { error: 'Method not allowed' };
const EXCLUDED = ['status', 'unauthorized', 'forbidden'];
/** An answer to a login says that a field is missing that is there. */
const UNREAD = { 400: '7.1' };
const LOGIN = 'auth_session/login';
const LOGOUT = 'auth_session/logout';
const API = '/api/v1/';

/** The set of answers that the contract allows to this request. Never empty. */
export function answersTo(world: World, request: Request): Allowed[] {
  const { kind, task } = world.conditions;
  const path = routeOf(request.path);
  const allow = (requirement: string, status: number, more: Partial<Allowed> = {}): Allowed => {
    return { requirement, status, after: () => world, ...more };
  };
  if (path === undefined) return [allow('0.4', 404, { json: NOT_FOUND })];
  if (request.method === 'OPTIONS') return [allow('0.4', 204)];
  const excluded = [...EXCLUDED, ...(task >= 5 ? [LOGIN] : [])];
  if (kind === undefined || excluded.includes(path)) return routed(world, request, path, undefined);
  return visitorsOf(world, request).flatMap(({ world: seen, user, session }) => {
    const after = () => seen;
    if (user) return routed(seen, request, path, { user, session });
    if (session === 'nobody')
      return [allow(task >= 5 ? '5.2' : '1.3', 401, { json: { error: 'Unauthorized' }, after })];
    return [allow(whyClosed(seen, session), 403, { json: { error: 'Forbidden' }, after })];
  });
}

/** The path below the API without the slash at its end, or undefined where it is not below it. Compared as it is, undecoded. */
function routeOf(target: string): string | undefined {
  const path = target.replace(/\?.*$/s, '');
  return path.startsWith(API) ? path.slice(API.length).replace(/\/$/, '') : undefined;
}

type Visitor = { world: World; user: User | undefined; session: Session | 'nobody' | 'stranger' };

/** Who sends a request: [5.2], [5.3], [6.1]. Of two session cookies either may count, and then it stays so: [4.2]. */
function visitorsOf(world: World, request: Request): Visitor[] {
  const { kind, cookieName, task } = world.conditions;
  const cookies = task >= 5 ? cookiesNamed(cookieName, request.cookie) : [];
  const credentials = basicCredentials(request.authorization);
  if (kind === 'basic_auth' && credentials) {
    const user = world.users.find(({ email, password }) => isSame({ email, password }, credentials));
    return [{ world, user, session: 'stranger' }];
  }
  if (cookies.length === 0)
    return [{ world, user: undefined, session: request.authorization === undefined ? 'nobody' : 'stranger' }];
  if (!hasSessions(world.conditions)) return [{ world, user: undefined, session: 'stranger' }];
  const orders = cookies.length > 1 ? (['first', 'last'] as const) : [undefined];
  return orders
    .filter((order) => order === undefined || order === (world.cookieThatCounts ?? order))
    .map((order) => {
      const session = sessionWith(world, cookies.at(order === 'last' ? -1 : 0));
      const seen = order === undefined ? world : { ...world, cookieThatCounts: order };
      return { world: seen, user: ownerOf(world, session), session: session ?? 'stranger' };
    });
}

/** The most specific sentence by which a session opens nothing. */
function whyClosed(world: World, session: Session | 'stranger' | 'nobody'): string {
  const { kind, task } = world.conditions;
  if (typeof session === 'string')
    return task >= 6 && hasSessions(world.conditions) ? '6.2' : task >= 5 ? '5.3' : '1.3';
  if (session.end === 'logout') {
    if (session.since.includes('restart after its end')) return '10.6';
    return kind === 'session_db_auth' ? '10.4' : '8.4';
  }
  if (!world.users.some(({ id }) => id === session.userId)) return '6.2';
  return kind === 'session_db_auth' ? '10.5' : '9.5';
}

/** The most specific sentence by which a session opens the API. */
function whyOpen({ conditions }: World, session: Session | 'stranger' | 'nobody' | undefined): string {
  const { kind, task } = conditions;
  if (kind === 'basic_auth') return '5.5';
  if (session === undefined || typeof session === 'string') return '0.2';
  const { since } = session;
  const inDatabase = kind === 'session_db_auth';
  if (since.includes('restart')) return '10.6';
  if (since.includes('logout')) return '8.5';
  if (sessionsEnd(conditions)) return inDatabase ? '10.5' : '9.4';
  if (since.includes('time') && (inDatabase || kind === 'session_exp_auth')) return inDatabase ? '10.5' : '9.3';
  if (since.includes('login')) return '7.8';
  return inDatabase ? '10.3' : task >= 7 ? '7.9' : '6.3';
}

type Known = { user: User; session: Session | 'nobody' | 'stranger' } | undefined;

/** What a request is answered that the filter lets pass. */
function routed(world: World, request: Request, path: string, known: Known): Allowed[] {
  const { method } = request;
  const { conditions, users } = world;
  const reads = method === 'GET' || method === 'HEAD';
  const open = known ? whyOpen(world, known.session) : '0.4';
  const answer = (status: number, json?: unknown, more: Partial<Allowed> = {}): Allowed => {
    return {
      requirement: open,
      instead: { 401: open, 403: open },
      status,
      ...(json !== undefined && { json }),
      after: () => world,
      ...more,
    };
  };
  const wrongMethod = (allow?: string, requirement = open) =>
    answer(405, NOT_ALLOWED, { requirement, ...(allow !== undefined && { allow }) });
  const [first, second, ...rest] = path.split('/');
  if (path === 'status') return [reads ? answer(200, { status: 'OK' }) : wrongMethod()];
  if (path === 'unauthorized') return [reads ? answer(401, { error: 'Unauthorized' }) : wrongMethod()];
  if (path === 'forbidden') return [reads ? answer(403, { error: 'Forbidden' }) : wrongMethod()];
  if (path === 'stats' || path === 'users') {
    // Others may be there, from before.
    if (reads) return [answer(200)];
    return path === 'users' && method === 'POST' ? [answer(400, undefined), answer(201)] : [wrongMethod()];
  }
  if (path === LOGIN && conditions.task >= 7) return loginAnswers(world, request, wrongMethod, answer);
  if (path === LOGOUT && conditions.task >= 8) return logoutAnswers(world, request, known, wrongMethod, answer);
  if ((path === LOGIN || path === LOGOUT) && conditions.task < 8)
    return [404, 405, 400, 200].map((status) => answer(status));
  if (first !== 'users' || !second || rest.length > 0) return [answer(404, NOT_FOUND)];
  if (!reads && method !== 'PUT' && method !== 'DELETE')
    return [wrongMethod(undefined, second === 'me' ? '0.4' : open)];
  // Whether a parameter is decoded is left open.
  if (second.includes('%')) return [200, 400, 404].map((status) => answer(status));
  if (second === 'me' && reads) {
    if (known) return [answer(200, known.user.json, { owner: conditions.kind === 'basic_auth' ? '0.2' : '6.3' })];
    return [answer(404, NOT_FOUND, { requirement: '0.3' })];
  }
  const user = users.find(({ id }) => id === second);
  if (!user) return [answer(404, NOT_FOUND, { requirement: '0.4' })];
  if (method === 'DELETE') return [answer(200, {}, { after: () => userRemoved(world, user.id) })];
  // A change needs a body, and this model sends none.
  return method === 'PUT' ? [answer(400)] : [answer(200, user.json)];
}

type Make = (status: number, json?: unknown, more?: Partial<Allowed>) => Allowed;
type WrongMethod = (allow?: string, requirement?: string) => Allowed;

/** [7.1] to [7.10]. Only with the form's media type and nothing else is it said what comes. */
function loginAnswers(world: World, request: Request, wrongMethod: WrongMethod, answer: Make): Allowed[] {
  const isHere = hasSessions(world.conditions);
  const nothing = answer(404, NOT_FOUND, { requirement: '7.1' });
  if (request.method !== 'POST') return [wrongMethod('POST', '7.10'), ...(isHere ? [] : [nothing])];
  const form = request.body?.type.startsWith('application/x-www-form-urlencoded') ? request.body.text : '';
  const [email, password] = [formField(form, 'email'), formField(form, 'password')];
  const user = world.users.find((one) => one.email === email);
  // Where there are no sessions, whether a form is looked at before that is found is left open.
  const refuse = (requirement: string, status: number, error: string) => [
    ...(isHere ? [] : [nothing]),
    answer(status, { error }, { requirement, cookie: 'never', ...(status !== 400 && { instead: UNREAD }) }),
  ];
  if (email === undefined) return refuse('7.2', 400, 'email missing');
  if (password === undefined) return refuse('7.3', 400, 'password missing');
  if (!user) return refuse('7.4', 404, 'no user found for this email');
  if (user.password !== password) return refuse('7.5', 401, 'wrong password');
  if (!isHere) return [nothing];
  const after = (came: Answer) => loggedIn(world, user.id, cookieSet(came, world.conditions.cookieName)?.value ?? '');
  return [answer(200, user.json, { requirement: '7.6', cookie: 'a new session', instead: UNREAD, after })];
}

/** [8.3], [8.6]. */
function logoutAnswers(
  world: World,
  request: Request,
  known: Known,
  wrongMethod: WrongMethod,
  answer: Make,
): Allowed[] {
  const isHere = hasSessions(world.conditions);
  const nothing = answer(404, NOT_FOUND, { requirement: '8.3' });
  if (request.method !== 'DELETE') return [wrongMethod('DELETE', '8.6'), ...(isHere ? [] : [nothing])];
  if (!isHere || !known || typeof known.session === 'string') return [nothing];
  const { id } = known.session;
  return [answer(200, {}, { requirement: '8.3', after: () => loggedOut(world, id) })];
}

/** What is wrong with an answer, and which sentence says so. */
export type Broken = { requirement: string; expected: unknown; actual: unknown; what: string };

/** The world after this answer, or what it breaks: told by the first answer that is allowed. */
export function judge(world: World, request: Request, came: Answer): { world: World } | { broken: Broken } {
  const all = answersTo(world, request);
  const found = all.map((allowed) => ({ allowed, broken: brokenBy(world, request, came, allowed) }));
  const fitting = found.find(({ broken }) => broken === undefined);
  if (fitting) return { world: fitting.allowed.after(came) };
  return { broken: found[0]?.broken as Broken };
}

function brokenBy(world: World, request: Request, came: Answer, allowed: Allowed): Broken | undefined {
  const { requirement, instead = {}, owner = requirement, status, json, allow, cookie } = allowed;
  const breaks = (what: string, expected: unknown, actual: unknown, id = requirement): Broken => {
    return { requirement: id, what, expected, actual };
  };
  if (came.status !== status) return breaks('status', status, came.status, instead[came.status] ?? requirement);
  const hasBody = request.method !== 'HEAD' && status !== 204;
  if (hasBody && json !== undefined && !isSame(jsonOf(came.text), json))
    return breaks('body', json, jsonOf(came.text) ?? came.text, owner);
  const secret = world.users.find(({ password }) => came.text.includes(JSON.stringify(password).slice(1, -1)));
  if (secret) return breaks('body', 'no password', came.text, '0.5');
  if (allow !== undefined && methodsOf(came.headers.allow) !== methodsOf(allow))
    return breaks('header Allow', allow, came.headers.allow);
  const set = [came.headers['set-cookie'] ?? []].flat();
  if (cookie === 'never' && set.length > 0) return breaks('header Set-Cookie', 'none', set, '7.5');
  return cookie === 'a new session' ? brokenCookie(world, request, came, breaks) : undefined;
}

type Breaks = (what: string, expected: unknown, actual: unknown, id?: string) => Broken;

/** What is wrong with the cookie of a login: [2.3], [7.6] to [7.9]. */
function brokenCookie(world: World, request: Request, came: Answer, breaks: Breaks): Broken | undefined {
  const { cookieName, duration } = world.conditions;
  const cookie = cookieSet(came, cookieName);
  const wrong = (expected: unknown, actual: unknown, id: string) => breaks('header Set-Cookie', expected, actual, id);
  if (!cookie) return wrong(`${cookieName}=…`, came.headers['set-cookie'] ?? 'none', '7.6');
  const { value, attributes } = cookie;
  if (!/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i.test(value))
    return wrong('a UUID of version 4', value, '2.3');
  const isKnown = sessionWith(world, value) !== undefined || cookiesNamed(cookieName, request.cookie).includes(value);
  if (isKnown) return wrong('a session id that was never used', value, '7.8');
  const expected = { path: '/', httponly: '', samesite: 'lax', ...(request.https && { secure: '' }) };
  const actual = Object.fromEntries(
    ['path', 'httponly', 'samesite', 'secure', 'domain'].flatMap((name) =>
      attributes[name] === undefined
        ? []
        : [[name, name === 'samesite' ? attributes[name].toLowerCase() : attributes[name]]],
    ),
  );
  if (!isSame(actual, expected)) return wrong(expected, actual, 'domain' in actual ? '7.9' : '7.7');
  const life = lifeOf(attributes, world.now);
  if (!sessionsEnd(world.conditions))
    return life === undefined ? undefined : wrong('no Max-Age, no Expires', attributes, '7.9');
  // Express writes whole seconds.
  const least = duration * 1000 - (attributes['max-age'] === undefined ? 1000 : 0);
  return life === undefined || life >= least ? undefined : wrong(`a life of at least ${duration} s`, attributes, '7.9');
}

/** Milliseconds for which a browser keeps the cookie (RFC 6265, section 5.3: `Max-Age` decides), where that is said. */
function lifeOf({ 'max-age': maxAge, expires }: Record<string, string>, now: number): number | undefined {
  if (maxAge !== undefined) return Number(maxAge) * 1000;
  return expires === undefined ? undefined : Date.parse(expires) - now;
}

/** The one cookie of this name that an answer sets. */
export function cookieSet(
  answer: Answer,
  name: string,
): { value: string; attributes: Record<string, string> } | undefined {
  const found = [answer.headers['set-cookie'] ?? []].flat().filter((line) => line.startsWith(`${name}=`));
  const [pair = '', ...rest] = found.length === 1 ? (found[0] as string).split(';') : [];
  if (pair === '') return undefined;
  const attributes = rest
    .map((part) => part.trim().split(/=(.*)/s))
    .map(([key = '', value = '']) => [key.toLowerCase(), value]);
  return { value: decodeURIComponent(pair.slice(name.length + 1)), attributes: Object.fromEntries(attributes) };
}

function methodsOf(header: string | string[] | undefined): string {
  return String(header ?? '')
    .toUpperCase()
    .replace(/\s+/g, '')
    .split(',')
    .sort()
    .join();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort())
      : item,
  );
}
