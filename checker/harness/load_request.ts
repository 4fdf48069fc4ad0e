import { join } from 'node:path';
import type { LoadRequest } from './protocol.ts';
import { ENTRY_MODULE } from './rules.ts';
import type { ServerOptions } from './server_options.ts';
import type { Place } from './shared_host.ts';

/** What a process is asked to load, and with which variables. `databaseName` names the file of a database that outlives a restart. */
export function loadRequest(
  { process, instance }: Place,
  {
    environment,
    database,
    fakeTimers,
    replaced,
  }: Pick<ServerOptions, 'environment' | 'database' | 'fakeTimers' | 'replaced'>,
  { databaseName, now }: { databaseName: string; now: number },
): LoadRequest {
  const url = database === 'file' ? `sqlite:${join(process.scratch, databaseName)}` : 'sqlite::memory:';
  return {
    do: 'load',
    instance,
    root: process.submission,
    entry: ENTRY_MODULE,
    environment: { SCRYPT_COST: '1', DATABASE_URL: url, API_HOST: '127.0.0.1', API_PORT: '5000', ...environment },
    now,
    fakeTimers,
    ...(replaced && { replaced }),
  };
}
