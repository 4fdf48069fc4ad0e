import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sendSignal } from '../../send_signal.ts';
import { freePort } from '../free_port.ts';
import { postgresFolder } from '../system_programs.ts';

const PASSWORD = 'a secret of the tests';

/** A PostgreSQL server of the tests' own. */
export type Postgres = AsyncDisposable & {
  port: number;
  /** The URL of a database with this name, which is made where it is missing. */
  database(name: string, options?: string): Promise<string>;
  /** Ends the server: at once (`immediate`), or after all clients were sent away (`fast`). */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** Starts the server again, on the same port and with the same data. */
  start(): Promise<void>;
  /** Lets the server and all its connections fall silent, without an end. */
  freeze(): void;
  thaw(): void;
};

/** Starts a PostgreSQL server with no data in a temporary folder, on a free port. Ended when it goes out of scope. */
export async function startPostgres(): Promise<Postgres> {
  const programs = postgresFolder() ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  const user = otherUser();
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const how = ['--username=kata', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), [...how, '--locale=C.UTF-8', '-D', data], {
    ...user,
    cwd: folder,
    stdio: 'pipe',
  });

  const port = await freePort();
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const options = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1'];
    child = spawn(join(programs, 'postgres'), options, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilReady(child);
  }

  async function stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  }

  /** Sends a signal to the server and to the processes that it has, one for each connection. */
  function signalAll(signal: NodeJS.Signals): void {
    const { pid } = child ?? {};
    if (!pid) return;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    for (const each of [pid, ...children]) sendSignal(each, signal);
  }

  async function database(name: string, options = ''): Promise<string> {
    const admin = await connected(url('postgres'));
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await admin.query(`create database "${name}" ${options}`);
    await admin.end();
    return url(name);
  }

  function url(name: string): string {
    return `postgres://kata:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${name}`;
  }

  async function dispose(): Promise<void> {
    await stop('immediate');
    rmSync(folder, { recursive: true, force: true });
  }

  await start();
  const [freeze, thaw] = [() => signalAll('SIGSTOP'), () => signalAll('SIGCONT')];
  return { port, database, stop, start, freeze, thaw, [Symbol.asyncDispose]: dispose };
}

/** A client of the database at a URL. Whoever asked for it ends it. */
export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** A session that holds an advisory lock until it ends. */
export async function locked(url: string, key: number): Promise<pg.Client> {
  const client = await connected(url);
  await client.query('select pg_advisory_lock($1)', [key]);
  return client;
}

/** Waits for the line with which PostgreSQL says that it takes connections. */
async function untilReady(child: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      log += chunk;
      if (log.includes('ready to accept connections')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${log}`)));
  });
}

/** PostgreSQL refuses to run as root. Where the tests are root, it runs as the user `nobody`. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, , uid, gid] = /^nobody:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}
