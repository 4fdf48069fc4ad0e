/**
 * What the API knows, as the specs have it: users, sessions, the clock, and the conditions that the server was started with. A world
 * is plain data and never changes: what happens gives another one.
 */

export type Kind = 'auth' | 'basic_auth' | 'session_auth' | 'session_exp_auth' | 'session_db_auth';

export type Conditions = {
  /** What the tasks up to this one define is there. What later ones define may be there or not, and is not asked for. */
  task: number;
  /** `AUTH_TYPE`. Missing: nobody has to log in. */
  kind?: Kind;
  /** `SESSION_NAME`, or its default. */
  cookieName: string;
  /** `SESSION_DURATION` in seconds. 0: sessions do not end by themselves. */
  duration: number;
};

export type User = { id: string; email: string; password: string; json: Record<string, unknown> };

/** A session, or what is left of it. */
export type Session = {
  id: string;
  userId: string;
  /** Milliseconds since 1970, as on the clock of the server. */
  madeAt: number;
  /** Somebody logged out with it, here or by another process. */
  end?: 'logout' | 'logout elsewhere';
  /** What has happened to others since it was made: each names the sentence that it must not break. */
  since: readonly Since[];
};

export type Since = 'login' | 'logout' | 'restart' | 'restart after its end' | 'time';

/** Which of several cookies of one name counts: the first or the last of all, of those of a session, or of those that open the API. */
export type Rule = `${'first' | 'last'}${'' | ' session' | ' opening'}`;
const RULES: readonly Rule[] = ['first', 'last', 'first session', 'last session', 'first opening', 'last opening'];

export type World = {
  conditions: Conditions;
  /** Milliseconds since 1970. */
  now: number;
  users: readonly User[];
  sessions: readonly Session[];
  /** Which of two session cookies counts: each rule that fits all that was seen. */
  rules: readonly Rule[];
};

export function newWorld(conditions: Conditions, now: number, users: readonly User[]): World {
  return { conditions, now, users, sessions: [], rules: RULES };
}

/** Whether the kind of authentication in force has sessions; and whether these may end by themselves. */
export const hasSessions = ({ kind }: Conditions): boolean => kind?.startsWith('session_') ?? false;
export const sessionsEnd = ({ kind, duration }: Conditions): boolean =>
  (kind === 'session_exp_auth' || kind === 'session_db_auth') && duration > 0;

/** Whether a session opens the API, at this stage. */
export const sessionsOpen = (conditions: Conditions): boolean => hasSessions(conditions) && conditions.task >= 6;

/** Whether a session is still one: nobody has logged out with it, and its time is not over. */
export function isValid({ conditions, now }: World, { end, madeAt }: Session): boolean {
  return !end && !(sessionsEnd(conditions) && now > madeAt + conditions.duration * 1000);
}

/** The user whose session this is, where it opens the API: [6.1], [6.2], [8.4], [9.4]. */
export function ownerOf(world: World, session: Session | undefined): User | undefined {
  return session && isValid(world, session) ? world.users.find(({ id }) => id === session.userId) : undefined;
}

export function sessionWith(world: World, id: string | undefined): Session | undefined {
  return world.sessions.find((session) => session.id === id);
}

// What happens.

/** The user whose id this was is another one now, or has another password. */
export function userChanged(world: World, userId: string, user: User): World {
  return { ...world, users: world.users.map((each) => (each.id === userId ? user : each)) };
}

export function userRemoved(world: World, userId: string): World {
  return { ...world, users: world.users.filter(({ id }) => id !== userId) };
}

export function loggedIn(world: World, userId: string, sessionId: string): World {
  const others = world.sessions.map((session) => noted(session, 'login'));
  return { ...world, sessions: [...others, { id: sessionId, userId, madeAt: world.now, since: [] }] };
}

export function loggedOut(world: World, sessionId: string, end: NonNullable<Session['end']> = 'logout'): World {
  const sessions = world.sessions.map((session): Session => {
    return session.id === sessionId ? { ...session, end } : noted(session, 'logout');
  });
  return { ...world, sessions };
}

export function timePassed(world: World, milliseconds: number): World {
  return { ...world, now: world.now + milliseconds, sessions: world.sessions.map((each) => noted(each, 'time')) };
}

/** Only what is in the database outlives the process: all other sessions are gone. */
export function restarted(world: World): World {
  if (world.conditions.kind !== 'session_db_auth') return { ...world, sessions: [] };
  const sessions = world.sessions.map((each) => noted(each, each.end ? 'restart after its end' : 'restart'));
  return { ...world, sessions };
}

function noted(session: Session, what: Since): Session {
  return session.since.includes(what) ? session : { ...session, since: [...session.since, what] };
}
