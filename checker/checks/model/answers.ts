import { type Answer, cookieSet } from './answer.ts';
import { formField, type Request } from './request.ts';
import { type Origin, visitorsOf, whyClosed, whyOpen, whyUnknown } from './visitor.ts';
import { hasSessions, loggedIn, loggedOut, type User, userRemoved, type World } from './world.ts';

/** An answer that the contract allows, and what is so afterwards. */
export type Allowed = {
  /** The sentence that says so. */
  requirement: string;
  /** Which sentence it is that an answer with another status breaks, where that is another one. */
  instead?: Readonly<Record<number, string>>;
  /** The sentence that another body breaks, where that is another one. */
  owner?: (came: Answer) => string | undefined;
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
const OPEN = new Map<string, [status: number, json: unknown]>([
  ['status', [200, { status: 'OK' }]],
  ['unauthorized', [401, { error: 'Unauthorized' }]],
  ['forbidden', [403, { error: 'Forbidden' }]],
]);
/** An answer to a login says that a field is missing that is there. */
const UNREAD = { 400: '7.1' };
const LOGIN = 'auth_session/login';
const LOGOUT = 'auth_session/logout';
export const API = '/api/v1/';

/** The set of answers that the contract allows to this request. Never empty. */
export function answersTo(world: World, request: Request): Allowed[] {
  const path = routeOf(request.path);
  const allow = (requirement: string, status: number, more: Partial<Allowed> = {}): Allowed => {
    return { requirement, status, after: () => world, ...more };
  };
  if (path === undefined) return [allow('0.4', 404, { json: NOT_FOUND })];
  // Who decodes the path finds out before all else that it cannot be decoded (RFC 3986, section 2.1).
  return [...answersFor(world, request, path, allow), ...(/%(?![\da-f]{2})/i.test(path) ? [allow('0.4', 400)] : [])];
}

type Allow = (requirement: string, status: number, more?: Partial<Allowed>) => Allowed;

function answersFor(world: World, request: Request, path: string, allow: Allow): Allowed[] {
  const { kind, task } = world.conditions;
  if (request.method === 'OPTIONS') return [allow('0.4', 204)];
  const excluded = [...OPEN.keys(), ...(task >= 5 ? [LOGIN] : [])];
  if (kind === undefined || excluded.includes(path)) return routed(world, request, path, undefined);
  return visitorsOf(world, request).flatMap(({ world: seen, user, session }) => {
    const after = () => seen;
    if (user) return routed(seen, request, path, { user, session });
    if (session === 'nobody')
      return [allow(task >= 5 ? '5.2' : whyUnknown(task), 401, { json: { error: 'Unauthorized' }, after })];
    return [allow(whyClosed(seen, session), 403, { json: { error: 'Forbidden' }, after })];
  });
}

/** The path below the API without the slash at its end, or undefined where it is not below it. Compared as it is, undecoded. */
function routeOf(target: string): string | undefined {
  const path = target.replace(/\?.*$/s, '');
  return path.startsWith(API) ? path.slice(API.length).replace(/\/$/, '') : undefined;
}

/** Who was let in. */
type Known = { user: User; session: Origin } | undefined;

/** What a request is answered that the filter lets pass. */
function routed(world: World, request: Request, path: string, known: Known): Allowed[] {
  const { method } = request;
  const { conditions, users } = world;
  const reads = method === 'GET' || method === 'HEAD';
  const open = known ? whyOpen(world, known.session) : '0.4';
  const answer = (status: number, json?: unknown, more: Partial<Allowed> = {}): Allowed => ({
    requirement: open,
    instead: { 401: open, 403: open },
    status,
    ...(json !== undefined && { json }),
    after: () => world,
    ...more,
  });
  const wrongMethod = (allow?: string, requirement = open) =>
    answer(405, NOT_ALLOWED, { requirement, ...(allow !== undefined && { allow }) });
  const [first, second, ...rest] = path.split('/');
  const always = OPEN.get(path);
  if (always) return [reads ? answer(...always) : wrongMethod()];
  if (path === 'stats' || path === 'users') {
    // Others may be there, from before.
    if (reads) return [answer(200)];
    return path === 'users' && method === 'POST' ? [answer(400, undefined), answer(201)] : [wrongMethod()];
  }
  if (path === LOGIN && conditions.task >= 7) return loginAnswers(world, request, { wrongMethod, answer });
  if (path === LOGOUT && conditions.task >= 8) return logoutAnswers(world, request, known, { wrongMethod, answer });
  if ((path === LOGIN || path === LOGOUT) && conditions.task < 8)
    return [404, 405, 400, 200].map((status) => answer(status));
  if (first !== 'users' || !second || rest.length > 0) return [answer(404, NOT_FOUND)];
  if (!reads && method !== 'PUT' && method !== 'DELETE')
    return [wrongMethod(undefined, second === 'me' ? '0.4' : open)];
  // Whether a parameter is decoded is left open.
  if (second.includes('%')) return [200, 400, 404].map((status) => answer(status));
  if (second === 'me' && reads) {
    if (known)
      return [answer(200, known.user.json, { owner: () => (conditions.kind === 'basic_auth' ? '0.2' : '6.3') })];
    return [answer(404, NOT_FOUND, { requirement: '0.3' })];
  }
  const user = users.find(({ id }) => id === second);
  if (!user) return [answer(404, NOT_FOUND, { requirement: '0.4' })];
  if (method === 'DELETE') return [answer(200, {}, { after: () => userRemoved(world, user.id) })];
  // A change needs a body, and this model sends none.
  return method === 'PUT' ? [answer(400)] : [answer(200, user.json)];
}

type Make = {
  answer: (status: number, json?: unknown, more?: Partial<Allowed>) => Allowed;
  wrongMethod: (allow?: string, requirement?: string) => Allowed;
};

/** [7.1] to [7.10]. Only with the form's media type and nothing else is it said what comes. */
function loginAnswers(world: World, request: Request, { wrongMethod, answer }: Make): Allowed[] {
  const isHere = hasSessions(world.conditions);
  const nothing = answer(404, NOT_FOUND, { requirement: '7.1', instead: {} });
  if (request.method !== 'POST') return [wrongMethod('POST', '7.10'), ...(isHere ? [] : [nothing])];
  const form = request.body?.type.startsWith('application/x-www-form-urlencoded') ? request.body.text : '';
  const [email, password] = [formField(form, 'email'), formField(form, 'password')];
  const user = world.users.find((one) => one.email === email);
  if (!isHere) return [nothing];
  // A form with an e-mail that is called empty was not read.
  const owner = ({ text }: Answer) => (email !== undefined && text.includes('email missing') ? '7.1' : undefined);
  const refuse = (requirement: string, status: number, error: string) => {
    const unread = status === 400 ? {} : { instead: UNREAD };
    return [answer(status, { error }, { requirement, cookie: 'never', owner, ...unread })];
  };
  if (email === undefined) return refuse('7.2', 400, 'email missing');
  if (password === undefined) return refuse('7.3', 400, 'password missing');
  if (!user) return refuse('7.4', 404, 'no user found for this email');
  if (user.password !== password) return refuse('7.5', 401, 'wrong password');
  const after = (came: Answer) => loggedIn(world, user.id, cookieSet(came, world.conditions.cookieName)?.value ?? '');
  return [answer(200, user.json, { requirement: '7.6', cookie: 'a new session', instead: UNREAD, after })];
}

/** [8.3], [8.6]. */
function logoutAnswers(world: World, request: Request, known: Known, { wrongMethod, answer }: Make): Allowed[] {
  const isHere = hasSessions(world.conditions);
  const nothing = answer(404, NOT_FOUND, { requirement: '8.3', instead: {} });
  if (request.method !== 'DELETE') return [wrongMethod('DELETE', '8.6'), ...(isHere ? [] : [nothing])];
  if (!isHere || !known || typeof known.session === 'string') return [nothing];
  const { id } = known.session;
  return [answer(200, {}, { requirement: '8.3', after: () => loggedOut(world, id) })];
}
