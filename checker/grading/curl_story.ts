import type { Evidence, Exchange, Step } from '../harness/verdict.ts';
import type { Task } from '../tasks.ts';
import { type BoundIds, bindIds } from './curl_ids.ts';
import { type Jars, planJars } from './curl_jars.ts';
import { quote, variableOf } from './curl_quote.ts';

export const ORIGIN = 'http://127.0.0.1:5000';

/**
 * Shell lines that repeat what a check did, up to the step that went wrong, against a server of one's own. They tell a
 * story, not ids, which would be other ones the next time: start the server as the check did, make the users, log in and
 * keep the cookie in a jar, then send the requests with that jar. Empty where the check sent none.
 *
 * The ids of the evidence are symbols already. What else it holds is of the submission's choosing: all of it goes through
 * `quote`, in comments as well, which not every shell takes for comments.
 */
export function curlStory({ steps, users, environment }: Evidence, task: ToldTask): string[] {
  const wrong = steps.findIndex((step) => step.wrong);
  const story = wrong < 0 ? steps : steps.slice(0, wrong + 1);
  const exchanges = story.flatMap((step) => (step.what === 'request' ? [step.exchange] : []));
  if (exchanges.length === 0) return [];
  const ids = bindIds(exchanges, users);
  const jars = planJars(story, users, task.number);
  // `npm run dev` sets what the task needs. What a check runs without is set to nothing.
  const unset = Object.keys(task.environment).filter((name) => !(name in environment));
  const variables = [
    ...Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}`),
    ...unset.map((name) => `${name}=`),
  ];
  const told = users.filter((user) => isNamed(user, exchanges, jars)).map((user) => userLine(user, ids));
  return [
    [...variables, 'npm run dev'].join(' '),
    '# in a second terminal:',
    ...(told.length > 0 ? [`export DATABASE_URL=${DATABASE_URL}`] : []),
    ...told,
    ...jars.outOfReach.map(
      (id) => `# ${quote(id)}: a session id of your own; the spec shows under "Try it" how to get one`,
    ),
    ...jars.logins.map(({ user, jar }) => loginLine(user, jar)),
    ...story.flatMap((step) => stepLines(step, { users, ids, jars })),
  ];
}

/** Longer than this, in milliseconds, nobody waits gladly. */
const LONG = 10_000;
const SHORTER = 'or start the server with a smaller SESSION_DURATION, and wait for that';

/** Where `npm run dev` keeps its users. */
const DATABASE_URL = 'sqlite:.kata/dev.db';

type ToldTask = Pick<Task, 'number' | 'environment'>;

/** Calls that change what is stored. The users of a check have lines of their own. */
const CHANGES = /\b(?:save|remove|setPassword|destroySession|puts its own)\b/;
const MAKES_USER = /^makes a new User; calls setPassword, save, toJson$/;

type Known = { users: Evidence['users']; ids: BoundIds; jars: Jars };

/** Whether a request speaks of the user: by e-mail, by credentials or by id; or sends a session of this user's. */
function isNamed(user: Evidence['users'][number], exchanges: Exchange[], { logins }: Jars): boolean {
  const names = [user.id, user.email, encodeURIComponent(user.email), basic(user)].filter((name) => name !== undefined);
  const told = JSON.stringify(
    exchanges.map(({ path, requestHeaders, requestBody }) => ({ path, requestHeaders, requestBody })),
  );
  return logins.some((login) => login.user === user) || names.some((name) => told.includes(name));
}

function userLine({ id, email, password }: Evidence['users'][number], ids: BoundIds): string {
  const command = `printf '%s\\n' ${quote(password)} | npm run --silent user --`;
  return id !== undefined && ids.has(id)
    ? `${variableOf(id)}=$(${command} --id ${quote(email)})`
    : `${command} ${quote(email)}`;
}

function loginLine({ email, password }: { email: string; password: string }, jar: string): string {
  const fields = [`email=${email}`, `password=${password}`].map((field) => `--data-urlencode ${quote(field)}`);
  return `curl -i -c ${jar} ${fields.join(' ')} ${ORIGIN}/api/v1/auth_session/login`;
}

/** As `kill` takes them. */
const KILL = { SIGKILL: '-9', SIGTERM: '-TERM', SIGINT: '-INT' };

function stepLines(step: Step, known: Known): string[] {
  if (step.what === 'clock')
    return [step.by < LONG ? `sleep ${step.by / 1000}` : `sleep ${step.by / 1000} # ${SHORTER}`];
  if (step.what === 'restart') return [`# stop the server (kill ${KILL[step.by ?? 'SIGKILL']}), and start it again`];
  if (step.what === 'request') return exchangeLines(step.exchange, known);
  // What a check does inside the server nobody can repeat from outside. It matters where it changes something, or went wrong.
  const told = `the check ${step.action}, in ${step.modules.join(' and ')}`;
  if (step.wrong) return [`# then ${told}: print what it gives`];
  return CHANGES.test(step.action) && !MAKES_USER.test(step.action) ? [`# here ${told}`] : [];
}

function exchangeLines(exchange: Exchange, known: Known): string[] {
  if (exchange.https)
    return [`# over HTTPS, which npm run dev does not speak: ${exchange.method} ${quote(exchange.path)}`];
  const line = curlLine(exchange, known);
  const made = known.ids.madeBy(exchange);
  const filter = String.raw`sed -n 's/.*"id":"\([^"]*\)".*/\1/p'`;
  return [made === undefined ? line : `${variableOf(made)}=$(${line} | tee /dev/stderr | ${filter})`];
}

function curlLine(exchange: Exchange, { users, ids, jars }: Known): string {
  const { method, path, requestHeaders, requestBody } = exchange;
  const parts = ['curl -i'];
  // Brackets and braces are a language of curl's own.
  if (/[[\]{}]/.test(path)) parts.push('-g');
  if (method === 'HEAD') parts.push('--head');
  else if (method !== 'GET' && !(method === 'POST' && requestBody !== undefined)) parts.push(`-X ${method}`);
  for (const [name, value] of Object.entries(requestHeaders)) {
    const user = users.find((candidate) => name === 'authorization' && value === basic(candidate));
    const jar = name === 'cookie' ? jars.sent(value) : undefined;
    if (user) parts.push(`-u ${quote(`${user.email}:${user.password}`)}`);
    else if (jar) parts.push(`-b ${jar}`);
    else if (!(name === 'content-type' && value.includes('x-www-form-urlencoded')))
      parts.push(`-H ${quote(`${name}: ${value}`, ids)}`);
  }
  const kept = jars.keptBy(exchange);
  if (kept) parts.push(`-c ${kept}`);
  if (requestBody !== undefined) parts.push(`--data-raw ${quote(requestBody, ids)}`);
  return [...parts, quote(ORIGIN + path, ids)].join(' ');
}

/** The credentials of HTTP Basic (RFC 7617, section 2). */
function basic({ email, password }: { email: string; password: string }): string {
  return `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
}
