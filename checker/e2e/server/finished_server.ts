import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT } from '../../project.ts';

/** A line of the server's log. */
export type LogLine = { event?: string } & Record<string, unknown>;

/** The finished server in a process of its own, as `npm start` runs it. Ended when it goes out of scope. */
export type FinishedServer = AsyncDisposable & {
  /** Where it listens. Throws where it does not yet. */
  readonly url: string;
  readonly port: number;
  pid: number;
  log: LogLine[];
  /** Everything that was printed, on both streams. */
  output(): string;
  /** The first line with this event, waited for. */
  logged(event: string): Promise<LogLine>;
  /** Sends a signal and waits for the end. Gives the exit code, `null` where the signal ended it. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
};

/** The cheapest hashing and no limits: what most tests want. */
const ENVIRONMENT = {
  SCRYPT_COST: '1',
  LOGIN_LIMIT: '0',
  LOGIN_LIMIT_ACCOUNT: '0',
  REGISTER_LIMIT: '0',
  REGISTER_LIMIT_ACCOUNT: '0',
  HASHES_AT_ONCE: '4',
  DATABASE_URL: 'sqlite::memory:',
  API_PORT: '0',
};

/** Starts the server and waits until it listens, or for another event. Throws with what it printed where it ends before. */
export async function startServer(
  environment: Record<string, string> = {},
  { until = 'listening' }: { until?: string } = {},
): Promise<FinishedServer> {
  const child = launch(environment);
  const log: LogLine[] = [];
  let output = '';
  const waiting: (() => void)[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    output += `${line}\n`;
    if (line.startsWith('{')) log.push(JSON.parse(line));
    for (const look of waiting) look();
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);

  async function logged(event: string): Promise<LogLine> {
    const found = Promise.withResolvers<LogLine>();
    const look = () => {
      const line = log.find((each) => each.event === event);
      if (line) found.resolve(line);
    };
    waiting.push(look);
    look();
    const early = ended.then((code) => {
      throw new Error(`The server ended with ${code} before "${event}":\n${output}`);
    });
    return Promise.race([found.promise, early]);
  }

  async function end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    child.kill(signal);
    return ended;
  }

  await logged(until);
  return {
    get url() {
      return urlIn(log);
    },
    get port() {
      return Number(new URL(urlIn(log)).port);
    },
    pid: child.pid as number,
    log,
    output: () => output,
    logged,
    end,
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}

function urlIn(log: LogLine[]): string {
  const line = log.find(({ event }) => event === 'listening');
  if (!line) throw new Error('The server does not listen yet.');
  return String(line.url);
}

/** Starts a server that is expected to refuse. Gives its exit code and what it printed for people. */
export async function refusedStart(
  environment: Record<string, string>,
  args: string[] = [],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = launch(environment, args);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

function launch(environment: Record<string, string>, args: string[] = []): ChildProcess {
  const entry = join(PROJECT.solutions, 'server', 'main.ts');
  // Nothing else of this process's own environment. Windows opens no socket without its SystemRoot.
  const { PATH = '', HOME = '', SystemRoot = '' } = process.env;
  return spawn(process.execPath, [entry, ...args], { env: { PATH, HOME, SystemRoot, ...ENVIRONMENT, ...environment } });
}
