import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT } from '../../project.ts';

/** A server under measurement, in a process of its own. Ended when it goes out of scope. */
export type Running = AsyncDisposable & {
  name: string;
  url: string;
  /** The cookie of a session of its user. */
  cookie: string;
  /** The processor time that it has used, in milliseconds; not a number where the system does not tell. */
  cpu(): number;
};

export type Launch = { name: string; file: string; args?: string[]; environment?: Record<string, string> };

/** Starts one of the small servers of this folder, which say where they listen and what their cookie is. */
export async function launch({ name, file, args = [], environment = {} }: Launch): Promise<Running> {
  const child = start(join(import.meta.dirname, file), args, environment);
  const { port, cookie } = await firstLine(child, (line) => 'port' in line);
  return running(name, child, `http://127.0.0.1:${port}`, String(cookie));
}

/** Starts the whole finished server, and registers a user there. */
export async function launchWhole(name: string, environment: Record<string, string>): Promise<Running> {
  const free = { LOGIN_LIMIT: '0', LOGIN_LIMIT_ACCOUNT: '0', REGISTER_LIMIT: '0', API_PORT: '0', ...environment };
  const child = start(join(PROJECT.solutions, 'server', 'main.ts'), [], free);
  const { url } = await firstLine(child, (line) => line.event === 'listening');
  child.stdout?.resume();
  const body = new URLSearchParams({ email: 'bob@example.com', password: 'for the benchmark' });
  const answer = await fetch(`${url}/register`, { method: 'POST', body, redirect: 'manual' });
  return running(name, child, String(url), answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
}

function start(file: string, args: string[], environment: Record<string, string>): ChildProcess {
  // Nothing else of this process's own environment. Windows opens no socket without its SystemRoot.
  const { PATH = '', HOME = '', SystemRoot = '' } = process.env;
  return spawn(process.execPath, [file, ...args], {
    env: { PATH, HOME, SystemRoot, NODE_ENV: 'production', SCRYPT_COST: '1', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The first line of JSON that is meant. */
async function firstLine(
  child: ChildProcess,
  isMeant: (line: Record<string, unknown>) => boolean,
): Promise<Record<string, unknown>> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`)));
  const found = new Promise<Record<string, unknown>>((resolve) => {
    lines.on('line', (text) => {
      const line = JSON.parse(text);
      if (isMeant(line)) resolve(line);
    });
  });
  return Promise.race([found, ended]);
}

function running(name: string, child: ChildProcess, url: string, cookie: string): Running {
  return {
    name,
    url,
    cookie,
    cpu: () => processorTime(child.pid as number),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended.catch(() => {});
    },
  };
}

/** On Linux the system counts in hundredths of a second. */
function processorTime(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
