import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../configuration_error.ts';
import { closeDatabase } from '../models/storage/index.ts';
import { createApp } from './app.ts';
import { boundHashing } from './bound_hashing.ts';
import type { Configuration } from './configuration.ts';
import { takeOverFaults } from './faults.ts';
import { log } from './log.ts';
import { limitBasicAuth, limitRegistrationOfAccounts } from './model_limits.ts';
import { prepareDatabase } from './prepare_database.ts';
import { createLimits } from './rate_limits.ts';
import { logExpiry } from './security_log.ts';
import { endsWithin, stopServer } from './stop.ts';
import { keepSweeping } from './sweep.ts';

// A client that sends or reads slowly must not hold a connection for ever. Requests here are small.
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 20_000;
const KEEP_ALIVE_MS = 5000;
const SILENCE_MS = 120_000;
const CHECK_EVERY_MS = 1000;

// After the last request, a database that answers is closed at once.
const CLOSE_SECONDS = 2;

/**
 * Starts the finished server and keeps it running until SIGTERM or SIGINT.
 *
 * @throws {ConfigurationError} where the database cannot be used, or the port is taken.
 */
export async function start(configuration: Configuration): Promise<void> {
  await prepareDatabase(configuration.databaseUrl, configuration.databaseWaitSeconds);
  takeOverFaults();
  boundHashing(configuration.hashesAtOnce);
  logExpiry();

  let isStopping = false;
  const limits = await createLimits(configuration);
  limitBasicAuth(limits);
  limitRegistrationOfAccounts(limits);
  const server = createServer(configuration);
  server.on(
    'request',
    createApp(configuration, limits, () => isStopping),
  );
  await listen(server, configuration);
  const stopSweeping = keepSweeping(configuration.sessionSeconds, configuration.sweepSeconds);

  async function stop(signal: string): Promise<void> {
    // A second signal means: at once.
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ event: 'stopping', signal });
    const isClean = await stopServer(server, configuration.shutdownSeconds);
    const isClosed = await endsWithin(CLOSE_SECONDS, close());
    log.info({ event: 'stopped', cutOff: !isClean || !isClosed });
    process.exit(0);
  }

  async function close(): Promise<void> {
    await stopSweeping();
    await limits.close();
    await closeDatabase();
  }

  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function createServer({ tls }: Configuration): Server {
  const options = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  };
  const server = tls ? createHttpsServer({ ...options, ...tls }) : createHttpServer(options);
  return server.setTimeout(SILENCE_MS);
}

async function listen(server: Server, { host, port, tls, sessionSeconds }: Configuration): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'another program does so already' : error.message;
      const advice = 'Choose another place with API_HOST and API_PORT.';
      reject(new ConfigurationError(`Cannot listen on ${host}:${port}: ${reason}. ${advice}`));
    });
    server.listen(port, host, resolve);
  });
  const open = (server.address() as AddressInfo).port;
  const place = host.includes(':') ? `[${host}]` : host;
  const url = `${tls ? 'https' : 'http'}://${place}:${open}`;
  log.info({ event: 'listening', url, authType: process.env.AUTH_TYPE, node: process.version });
  // The log is for programs. Whoever starts the server by hand gets a sentence beside it.
  if (process.stdout.isTTY) process.stderr.write(`Open ${url} in a browser. Ctrl-C ends the server.\n`);
  if (sessionSeconds <= 0) log.warn({ event: 'notice', reason: 'Sessions never end: SESSION_DURATION is not set.' });
}
