import { type Change, prepend } from '../../fixtures/change.ts';
import { PLACE } from './fixture.ts';

export const APP = 'api/v1/app.ts';
export const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
export const USERS = 'api/v1/views/users.ts';

/** The finished server without `users/me`, and with a `createSession` that makes none: it earns little in tasks 0 and 2. */
export const UNFINISHED: Record<string, Change> = {
  [USERS]: (content) => content.replace("users.get('/users/me', showCurrent);\n", 'void showCurrent;\n'),
  [SESSION_AUTH]: (content) => content.replace('const sessionId = randomUUID();', 'if (userId) return null;\nconst sessionId = randomUUID();'),
};

/** Runs code when the application is loaded, before anything else in its file. It has its own scope and may await. */
export function atImport(code: string): Record<string, Change> {
  return { [APP]: prepend(`{\n${code}\n}`) };
}

/** Runs code for each request whose path begins so, before all other middleware. It sees `request`, `response` and `next`. */
export function inHandler(path: string, code: string): Record<string, Change> {
  const middleware = `app.use('${path}', async (request: any, response: any, next: any) => {\n${code}\n});\n`;
  return { [APP]: (content) => content.replace(/export const app = .*\n/, (line) => `${line}${middleware}`) };
}

/**
 * Code that tries ways out, one after the other, and then ends with an error that lists those that led somewhere.
 * `attempts` are lines `await attempt('name', () => …)`: what they give is searched for the secrets of the canaries, and
 * `true` counts as well.
 */
export function tries(attempts: string): string {
  return `
const reached = [];
const attempt = async (name, work) => {
  try {
    // In a plain process, where it must be reached, the variable is there, and a busy machine has its time.
    const patience = process.env.CANARY ? 10_000 : 400;
    const found = await Promise.race([work(), new Promise((resolve) => setTimeout(resolve, patience))]);
    if (found === true) reached.push(name);
    else if (/canary-[0-9a-f]{8}/.test(String(found))) reached.push(name + ' ' + /canary-[0-9a-f]+/.exec(String(found))[0]);
  } catch {}
};
const [fs, net, childProcess, path, sqlite, dgram, v8, nodeModule, os] = await Promise.all(
  ['fs', 'net', 'child_process', 'path', 'sqlite', 'dgram', 'v8', 'module', 'os'].map((name) => import('node:' + name)),
);
${attempts}
throw new Error('reached ' + JSON.stringify(reached));
`;
}

/** Asks a server of the machine for a sign of life. */
export const CONNECT = `
const connect = (target) => new Promise((resolve, reject) => {
  const socket = net.connect(target, () => { socket.end('hello'); resolve(true); });
  socket.on('error', reject);
});
await attempt('port', () => connect({ port: ${PLACE.port}, host: '127.0.0.1' }));
await attempt('socket', () => connect({ path: ${PLACE.socket} }));
await attempt('fetch', async () => (await fetch('http://127.0.0.1:' + ${PLACE.port})).ok);
await attempt('udp', () => new Promise((resolve, reject) => {
  const socket = dgram.createSocket('udp4');
  socket.on('error', reject);
  socket.on('message', () => resolve(true));
  socket.send('hello', ${PLACE.udpPort}, '127.0.0.1');
}));
`;
