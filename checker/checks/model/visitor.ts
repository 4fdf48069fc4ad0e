import { basicCredentials, cookiesNamed, type Request } from './request.ts';
import {
  hasSessions,
  isValid,
  ownerOf,
  type Session,
  sessionsEnd,
  sessionWith,
  type User,
  type World,
} from './world.ts';

/** A session; or a request that brings no credentials, or some that are nobody's. */
export type Origin = Session | 'nobody' | 'stranger';

export type Visitor = { world: World; user: User | undefined; session: Origin };

/** Who sends a request: [5.2], [5.3], [6.1]. Of two session cookies either may count, and then it stays so: [4.2]. */
export function visitorsOf(world: World, request: Request): Visitor[] {
  const { kind, cookieName, task } = world.conditions;
  const cookies = task >= 5 ? cookiesNamed(cookieName, request.cookie) : [];
  const credentials = basicCredentials(request.authorization);
  if (kind === 'basic_auth' && credentials) {
    const { email, password } = credentials;
    const user = world.users.find((one) => one.email === email && one.password === password);
    return [{ world, user, session: 'stranger' }];
  }
  if (cookies.length === 0)
    return [{ world, user: undefined, session: request.authorization === undefined ? 'nobody' : 'stranger' }];
  if (!hasSessions(world.conditions)) return [{ world, user: undefined, session: 'stranger' }];
  if (cookies.length === 1) return [visitorWith(world, cookies[0])];
  return world.rules.map((rule) => {
    const [place, among] = rule.split(' ');
    const fitting = cookies.filter((cookie) => {
      const session = sessionWith(world, cookie);
      return (
        among === undefined || (among === 'opening' ? ownerOf(world, session) : session && isValid(world, session))
      );
    });
    const counting = fitting.length > 0 ? fitting : cookies;
    return visitorWith({ ...world, rules: [rule] }, counting.at(place === 'last' ? -1 : 0));
  });
}

function visitorWith(world: World, cookie: string | undefined): Visitor {
  const session = sessionWith(world, cookie);
  return { world, user: ownerOf(world, session), session: session ?? 'stranger' };
}

/** The most specific sentence by which a session opens nothing. */
export function whyClosed(world: World, session: Origin): string {
  const { kind, task } = world.conditions;
  if (typeof session === 'string')
    return task >= 6 && hasSessions(world.conditions) ? '6.2' : task >= 5 ? '5.3' : whyUnknown(task);
  if (session.end) {
    if (session.end === 'logout elsewhere') return '10.3';
    if (session.since.includes('restart after its end')) return '10.6';
    return kind === 'session_db_auth' ? '10.4' : '8.4';
  }
  if (!world.users.some(({ id }) => id === session.userId)) return '6.2';
  return kind === 'session_db_auth' ? '10.5' : '9.5';
}

/** The most specific sentence by which a session opens the API. */
export function whyOpen({ conditions }: World, session: Origin): string {
  const { kind, task } = conditions;
  if (kind === 'basic_auth') return task >= 5 ? '5.5' : '0.4';
  if (typeof session === 'string') return '0.2';
  const { since } = session;
  const inDatabase = kind === 'session_db_auth';
  if (since.includes('restart')) return '10.6';
  if (since.includes('logout')) return '8.5';
  if (sessionsEnd(conditions)) return inDatabase ? '10.5' : '9.4';
  if (since.includes('time') && (inDatabase || kind === 'session_exp_auth')) return inDatabase ? '10.5' : '9.3';
  if (since.includes('login')) return task >= 7 ? '7.8' : '2.4';
  return inDatabase ? '10.3' : task >= 7 ? '7.9' : '6.3';
}

/** The sentence by which a request without good credentials is refused, before the filter of task 5. */
export function whyUnknown(task: number): string {
  return task === 0 ? '0.1' : '1.3';
}
