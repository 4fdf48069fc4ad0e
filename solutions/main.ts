import type { AddressInfo } from 'node:net';
import { ConfigurationError } from './configuration_error.ts';

const host = process.env.API_HOST || '127.0.0.1';
const port = process.env.API_PORT || '5000';

try {
  await start();
} catch (error) {
  // A mistake in the environment is told in one sentence. Anything else is a bug, and keeps its stack.
  if (!(error instanceof ConfigurationError)) throw error;
  refuse(error.message);
}

async function start(): Promise<void> {
  if (!/^\d+$/.test(port) || Number(port) > 65535) {
    throw new ConfigurationError(`API_PORT must be a whole number from 0 to 65535, not "${port}".`);
  }
  // Imported here and not above, because a wrong AUTH_TYPE or DATABASE_URL makes the import fail.
  const { database } = await import('./models/storage/index.ts');
  const { app } = await import('./api/v1/app.ts');
  database();

  const server = app.listen(Number(port), host);
  server.once('listening', () => greet((server.address() as AddressInfo).port));
  server.once('error', (error: NodeJS.ErrnoException) => {
    const inUse = error.code === 'EADDRINUSE';
    const reason = inUse ? 'another program does so already' : error.message;
    refuse(`Cannot listen on ${host}:${port}: ${reason}. Choose another place with API_HOST and API_PORT.`);
  });
}

function greet(openPort: number): void {
  const api = `http://${host}:${openPort}/api/v1`;
  const type = process.env.AUTH_TYPE;
  console.log(`The API listens on ${api} with ${type ? `AUTH_TYPE=${type}` : 'no AUTH_TYPE: nobody has to log in'}.`);
  console.log('Make a first user:  npm run user -- you@example.com');
  const login = `${api}/auth_session/login -d email=you@example.com -d password=…`;
  console.log(`Then try:           curl -i ${type?.startsWith('session_') ? login : `${api}/status`}`);
}

function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = 2;
}
