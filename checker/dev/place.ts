import { createServer } from 'node:net';
import { UserError } from '../errors.ts';

/** Where the learner's server listens. */
export type Place = { host: string; port: number };

/** The place that `API_HOST` and `API_PORT` name. @throws {UserError} for a port that is none. */
export function readPlace({ API_HOST, API_PORT }: NodeJS.ProcessEnv): Place {
  const text = API_PORT || '5000';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    throw new UserError(`API_PORT must be a whole number from 1 to 65535, not "${text}".`);
  return { host: API_HOST || '127.0.0.1', port };
}

/** How a client on this machine reaches the place. */
export function originOf({ host, port }: Place): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** @throws {UserError} where another program listens there already. */
export async function demandFree({ host, port }: Place): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const probe = createServer();
  probe.once('error', reject).once('listening', resolve).listen(port, host);
  try {
    await promise;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new UserError(
        `Port ${port} on ${host} is taken by another program. End that one, or set API_PORT to another port and run this again.`,
      );
    if (code === 'EACCES')
      throw new UserError(`Port ${port} needs more rights than you have. Set API_PORT to a port above 1023.`);
    throw new UserError(`Nothing can listen on ${host}:${port} (${code}). Set API_HOST and API_PORT to another place.`);
  } finally {
    await new Promise<void>((closed) => probe.close(() => closed()));
  }
}
