import type { Evidence, Exchange } from '../harness/verdict.ts';

const ORIGIN = 'http://127.0.0.1:5000';
const LOGIN = /\/auth_session\/login\/?$/;

/**
 * Shell lines that repeat what a check did, against a server of one's own. They tell a story, not ids, which would be
 * other ones the next time: start the server as the check did, make the user, log in and keep the cookie in a jar, then send the request with that jar.
 */
export function curlStory({ exchanges, users, environment }: Evidence): string[] {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}`);
  const server = [...variables, 'npm run dev'].join(' ');
  const stories = users.map(
    ({ email, password }) => `printf '%s\\n' ${quote(password)} | npm run --silent user -- ${quote(email)}`,
  );
  const needsSession = exchanges.some(sendsSession) && !exchanges.some(isLogin);
  const [user] = users;
  const login = needsSession && user ? [loginLine(user)] : [];
  return [server, ...stories, ...login, ...exchanges.map((exchange) => curlLine(exchange, users))];
}

function loginLine({ email, password }: { email: string; password: string }): string {
  return `curl -i -c jar --data-urlencode ${quote(`email=${email}`)} --data-urlencode ${quote(`password=${password}`)} ${ORIGIN}/api/v1/auth_session/login`;
}

function curlLine(exchange: Exchange, users: Evidence['users']): string {
  const { method, path, requestHeaders, requestBody } = exchange;
  const parts = ['curl -i'];
  if (method === 'HEAD') parts.push('--head');
  else if (method !== 'GET' && !(method === 'POST' && requestBody !== undefined)) parts.push(`-X ${method}`);
  if (isLogin(exchange)) parts.push('-c jar');
  for (const [name, value] of Object.entries(requestHeaders)) {
    const user = users.find((candidate) => name === 'authorization' && value === basic(candidate));
    if (user) parts.push(`-u ${quote(`${user.email}:${user.password}`)}`);
    else if (name === 'cookie' && sendsSession(exchange)) parts.push('-b jar');
    else if (!(name === 'content-type' && value.includes('x-www-form-urlencoded')))
      parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (requestBody !== undefined) parts.push(`--data-raw ${quote(requestBody)}`);
  return [...parts, quote(ORIGIN + path)].join(' ');
}

/** The credentials of HTTP Basic (RFC 7617, section 2). */
function basic({ email, password }: { email: string; password: string }): string {
  return `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
}

function isLogin({ method, path }: Exchange): boolean {
  return method === 'POST' && LOGIN.test(path);
}

/** One cookie with a value that looks like a session id: the jar has a real one. */
function sendsSession({ requestHeaders }: Exchange): boolean {
  return /^[^=;]+=[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(requestHeaders.cookie ?? '');
}

function quote(text: string): string {
  // An id is shown as `<id 1>` later, which a shell would not take for a text.
  return /^[\w@%+=:,./-]+$/.test(text) && !/[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text)
    ? text
    : `'${text.replaceAll("'", "'\\''")}'`;
}
