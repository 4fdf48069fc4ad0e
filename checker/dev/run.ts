import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Home, PROJECT } from '../project.ts';
import { sendSignal } from '../send_signal.ts';

/** The program of every stage that listens. */
export function serverEntry({ workspace }: Home): string {
  return join(workspace, 'main.ts');
}

const TSX = createRequire(import.meta.url).resolve('tsx/cli');

/** A server that does not heed SIGTERM has this long. */
const GRACE_MS = 300;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the learner's server, restarts it when a file of the workspace changes, and ends it and all that it started at the
 * first signal. Gives whether it was a signal that ended it.
 */
export async function runServer(home: Home, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const args = [
    'watch',
    '--clear-screen=false',
    // Also files that do not compile, or that nothing imports yet.
    `--include=${join(home.workspace, '**', '*.{ts,js,json}')}`,
    `--import=${besides('make_user.ts')}`,
    serverEntry(home),
  ];
  const child = spawn(process.execPath, ['--import', besides('lifeline.ts'), TSX, ...args], {
    cwd: PROJECT.root,
    env: environment,
    // A keystroke is no command here, so tsx gets no terminal to read. The pipe is its lifeline.
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    // A group of its own: what the server starts ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let signalled = false;
  const stop = () => {
    if (!signalled) end(child);
    signalled = true;
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    await once(child, 'exit');
    return signalled;
  } finally {
    kill(child, 'SIGKILL');
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

function besides(name: string): string {
  return pathToFileURL(join(import.meta.dirname, name)).href;
}

function end(child: ChildProcess): void {
  kill(child, 'SIGTERM');
  setTimeout(() => kill(child, 'SIGKILL'), GRACE_MS).unref();
}

/** Sends a signal to the whole group. Windows has no groups: there, all descendants end. */
function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  sendSignal(-pid, signal);
}
