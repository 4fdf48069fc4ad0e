import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PROJECT } from '../../project.ts';
import type { Place } from './fixture.ts';

/**
 * Canaries: things outside a submission that it must not reach. Some are secrets to read, some are files to spoil, some
 * are servers that record who came. Each run has its own.
 */
export type Canaries = {
  /** A new word that stands in every secret. */
  secret: string;
  /** The folder that runs use for their temporary files. */
  temporary: string;
  /** A descriptor of a secret file, for programs that inherit one. */
  descriptor: number;
  /** What a fixture's placeholders stand for. */
  places: Record<Place, string | number>;
  /** What happened to them, one sentence each. Nothing where all is well. */
  harm(): Promise<string[]>;
} & AsyncDisposable;

export async function plantCanaries(): Promise<Canaries> {
  const secret = `canary-${randomBytes(12).toString('hex')}`;
  const root = await mkdtemp(join(tmpdir(), 'canaries-'));
  const at = (...names: string[]) => join(root, ...names);
  const files: Record<string, string> = {
    [at('outside', 'secret.txt')]: `The secret is ${secret}.\n`,
    [at('outside', 'secret.json')]: JSON.stringify({ secret }),
    [at('outside', 'home', '.npmrc')]: `//registry.npmjs.org/:_authToken=${secret}\n`,
    [at('outside', 'submissions', 'other', 'app.ts')]: `export const answer = '${secret}';\n`,
    [at('outside', 'results', 'grades.csv')]: `name,score\nother,${secret}\n`,
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  const database = new DatabaseSync(at('outside', 'secret.db'));
  database.exec(`CREATE TABLE secrets (secret TEXT); INSERT INTO secrets VALUES ('${secret}')`);
  database.close();
  await mkdir(at('temporary'));
  // Where the checker runs as root, learners are another user: it is the sandbox that must hold, not a file's mode.
  await chmod(root, 0o755);
  const before = listFolder(at('outside'));

  const visits: string[] = [];
  const servers = [createServer(), createServer()] as const;
  for (const server of servers) {
    server.on('request', (_request, response) => response.end('reached'));
    server.on('connection', () => visits.push('A connection came to a server of the machine.'));
    server.on('clientError', (_error, socket) => socket.destroy());
  }
  await Promise.all([listening(servers[0], 0), listening(servers[1], at('socket'))]);
  const udp = dgram.createSocket('udp4');
  udp.on('message', (_message, { port, address }) => {
    visits.push('A datagram came to a server of the machine.');
    udp.send('reached', port, address);
  });
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
    env: { CANARY: secret },
    stdio: 'ignore',
  });

  const descriptor = openSync(at('outside', 'secret.txt'), 'r');

  return {
    secret,
    descriptor,
    temporary: at('temporary'),
    places: {
      project: PROJECT.root,
      secretFile: at('outside', 'secret.txt'),
      secretJson: at('outside', 'secret.json'),
      secretDatabase: at('outside', 'secret.db'),
      npmrc: at('outside', 'home', '.npmrc'),
      otherSubmission: at('outside', 'submissions', 'other', 'app.ts'),
      results: at('outside', 'results', 'grades.csv'),
      trace: at('outside', 'trace'),
      port: (servers[0].address() as AddressInfo).port,
      udpPort: udp.address().port,
      socket: at('socket'),
      processId: bystander.pid as number,
    },
    async harm() {
      const changed = [];
      for (const [path, content] of Object.entries(files)) {
        const now = await readFile(path, 'utf8').catch(() => undefined);
        if (now !== content) changed.push(`${path} was changed.`);
      }
      const added = listFolder(at('outside')).filter((name) => !before.includes(name));
      if (bystander.exitCode !== null || bystander.signalCode !== null) changed.push('Another process was ended.');
      return [...changed, ...added.map((name) => `${name} was added.`), ...visits];
    },
    async [Symbol.asyncDispose]() {
      bystander.kill('SIGKILL');
      closeSync(descriptor);
      udp.close();
      for (const server of servers) server.close().closeAllConnections();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function listening(server: Server, where: number | string): Promise<unknown> {
  if (typeof where === 'number') server.listen(where, '127.0.0.1');
  else server.listen(where);
  return once(server, 'listening');
}

function listFolder(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort();
}
