import type { Evidence, Exchange, Step } from '../harness/verdict.ts';

type User = { email: string; password: string };

/** Files in which curl keeps cookies: one for each session of a story. */
export type Jars = {
  /** Logins that no request of the check did: its session was made inside the server. */
  logins: { user: User; jar: string }[];
  /** The file whose cookie a `Cookie` header sends. */
  sent(header: string): string | undefined;
  /** Session ids that are sent, and cannot be had from outside. */
  outOfReach: string[];
  /** The file that keeps the cookie which the answer to this request sets. */
  keptBy(exchange: Exchange): string | undefined;
};

/** Before this task there is no login, and no session can be had from outside. */
const LOGIN_TASK = 7;

/** `name=value`: all that a request sends where it sends the session cookie and no other. */
const ONE_COOKIE = /^[^=;]+=([^;]+)$/;
const SET_COOKIE = /^[^=;]+=([^;]+)/;

/** Gives each session of a story a file: those that an answer set, and those that were made by a call and are sent. */
export function planJars(story: Step[], users: Evidence['users'], task: number): Jars {
  const jars = new Map<string, string>();
  const nextJar = () => (jars.size === 0 ? 'jar' : `jar${jars.size + 1}`);
  const logins: Jars['logins'] = [];
  const sentValues = new Set(story.flatMap((step) => (step.what === 'request' ? sentValue(step.exchange) : [])));
  const outOfReach = new Set<string>();
  for (const step of story) {
    const value = step.what === 'request' ? setValue(step.exchange) : madeValue(step);
    if (value === undefined || jars.has(value)) continue;
    const user = step.what === 'call' ? ownerOf(step, users) : undefined;
    if (step.what === 'call' && !sentValues.has(value)) continue;
    if (step.what === 'call' && (!user || task < LOGIN_TASK)) {
      outOfReach.add(value);
      continue;
    }
    if (user) logins.push({ user, jar: nextJar() });
    jars.set(value, nextJar());
  }
  return {
    logins,
    sent: (header) => jars.get(ONE_COOKIE.exec(header)?.[1] ?? ''),
    outOfReach: [...outOfReach],
    keptBy: (exchange) => jars.get(setValue(exchange) ?? ''),
  };
}

/** Whose session a call made: the user whose id it was given. */
function ownerOf({ args }: Extract<Step, { what: 'call' }>, users: Evidence['users']): User | undefined {
  return users.find(({ id }) => id !== undefined && args.includes(id));
}

function madeValue(step: Step): string | undefined {
  if (step.what !== 'call' || !step.action.includes('createSession')) return undefined;
  return typeof step.gave === 'string' && step.gave !== '' ? step.gave : undefined;
}

function sentValue({ requestHeaders }: Exchange): string[] {
  const value = ONE_COOKIE.exec(requestHeaders.cookie ?? '')?.[1];
  return value === undefined ? [] : [value];
}

function setValue({ responseHeaders }: Exchange): string | undefined {
  const [header = ''] = [responseHeaders?.['set-cookie'] ?? []].flat();
  return SET_COOKIE.exec(header)?.[1];
}
