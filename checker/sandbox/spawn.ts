import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Duplex, Readable, Writable } from 'node:stream';
import { basic, unconfined } from './basic.ts';
import { bubblewrap } from './bubblewrap.ts';
import { docker } from './docker.ts';
import {
  type ConfinedCommand,
  type Confinement,
  type Jail,
  NODE_FLAGS,
  type Sandbox,
  SEEN,
  STUB,
  type StrongEngine,
} from './level.ts';
import { permissions } from './permissions.ts';

/** A program of Node's in a process of its own. */
export type ConfinedChild = {
  /** The process itself, for its end and its number. */
  process: ChildProcess;
  /** The two ways of the one byte stream between the checker and the program. They may be one stream. */
  channel: { readable: Readable; writable: Writable };
  /** What the process prints. */
  outputs: Readable[];
  /** The exit code that the memory limit leaves, where there is one. */
  outOfMemory?: number;
  /** Ends the process and all that it started. It cannot resist. */
  kill: () => void;
};

export type LearnerChild = ConfinedChild & {
  /** The folders, as the process sees them. */
  submission: string;
  scratch: string;
};

export type SpawnOptions = Confinement &
  Sandbox & {
    /** Level `strong` without the permission model inside and the watch beside it: whether the wall itself holds. */
    wallAlone?: boolean;
  };

const ENGINES: Record<StrongEngine, (jail: Jail) => ConfinedCommand> = { bubblewrap, docker };

/**
 * Starts the stub in a process of its own. It gets no environment of ours, and no descriptor but its streams and the channel.
 * Node's own IPC is never used: one garbage line of a learner's would crash the checker.
 */
export function spawnLearner(options: SpawnOptions): LearnerChild {
  const { scratch } = options;
  const confined = commandOf(options);
  makeUsable(scratch, confined.owner);
  const seen = options.level === 'strong' ? SEEN : options;
  return { ...start(confined, scratch), submission: seen.submission, scratch: seen.scratch };
}

/** Whatever the submission has made of its folder before: it may have closed or removed it, or put a file in its place. */
function makeUsable(scratch: string, owner: number | undefined): void {
  if (!lstatSync(scratch, { throwIfNoEntry: false })?.isDirectory()) {
    rmSync(scratch, { force: true });
    mkdirSync(scratch);
  }
  chmodSync(scratch, 0o700);
  if (owner !== undefined) chownSync(scratch, owner, owner);
}

function commandOf(options: SpawnOptions): ConfinedCommand {
  if (options.level !== 'strong') return options.level === 'basic' ? basic(options) : unconfined(options);
  const { stub, packages, submission, scratch, wallAlone = false } = options;
  return ENGINES[options.engine]({
    mounts: [
      { from: packages, to: SEEN.packages },
      { from: stub, to: SEEN.stub },
      { from: join(stub, 'passwd'), to: '/etc/passwd' },
      { from: submission, to: SEEN.submission },
      { from: scratch, to: SEEN.scratch, writable: true },
    ],
    folder: SEEN.scratch,
    args: [...NODE_FLAGS, ...(wallAlone ? [] : permissions(SEEN)), `${SEEN.stub}/${STUB}`],
  });
}

/**
 * Starts a program of ours that reads texts of submissions, and needs our packages: at level `strong` in a sandbox that holds
 * nothing else. At the other levels it is held by nothing but its end.
 */
export function spawnReader(program: string, packages: string, sandbox: Sandbox): ConfinedChild {
  const folder = dirname(program);
  if (sandbox.level !== 'strong') return start({ command: process.execPath, args: [...NODE_FLAGS, program] }, folder);
  const mounts = [
    { from: packages, to: SEEN.packages },
    { from: folder, to: SEEN.stub },
  ];
  const jail = { mounts, folder: SEEN.stub, args: [...NODE_FLAGS, `${SEEN.stub}/${basename(program)}`] };
  return start(ENGINES[sandbox.engine](jail), folder);
}

function start(confined: ConfinedCommand, folder: string): ConfinedChild {
  const { command, args, inputs = [], user, channelOnStreams, outOfMemory } = confined;
  const child = spawn(command, args, {
    cwd: folder,
    env: channelOnStreams ? engineEnvironment() : {},
    stdio: streamsOf(confined),
    windowsHide: true,
    ...(user !== undefined && { uid: user, gid: user }),
  });
  for (const [index, input] of inputs.entries())
    (child.stdio[index + 4] as unknown as Writable).on('error', () => {}).end(input);
  const [stdin, stdout, stderr, socket] = child.stdio as unknown as [Writable, Readable, Readable, Duplex];
  return {
    process: child,
    channel: channelOnStreams ? { readable: stdout, writable: stdin } : { readable: socket, writable: socket },
    outputs: channelOnStreams ? [stderr] : [stdout, stderr],
    ...(outOfMemory !== undefined && { outOfMemory }),
    kill: () => end(child, confined),
  };
}

function streamsOf({ channelOnStreams, inputs = [] }: ConfinedCommand): StdioOptions {
  if (channelOnStreams) return ['pipe', 'pipe', 'pipe'];
  return ['ignore', 'pipe', 'pipe', 'pipe', ...inputs.map(() => 'pipe' as const)];
}

/** Where the docker command finds its engine. It does not reach the container, which starts with an empty environment. */
function engineEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'XDG_RUNTIME_DIR'];
  const known = Object.entries(process.env).filter(([name]) => names.includes(name) || name.startsWith('DOCKER_'));
  return Object.fromEntries(known);
}

function end(child: ChildProcess, { end: by }: ConfinedCommand): void {
  if (!by) {
    child.kill('SIGKILL');
    return;
  }
  const ending = spawn(by.command, by.args, { stdio: 'ignore', env: engineEnvironment(), windowsHide: true });
  // The container is gone, or the engine is: then nothing is left that the command could wait for.
  ending.on('error', () => child.kill('SIGKILL')).on('exit', () => child.kill('SIGKILL'));
}
