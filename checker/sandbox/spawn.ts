import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import type { Duplex, Readable, Writable } from 'node:stream';
import { basic, unconfined } from './basic.ts';
import { bubblewrap } from './bubblewrap.ts';
import { docker } from './docker.ts';
import type { ConfinedCommand, Confinement, Sandbox, SandboxLevel, StrongEngine } from './level.ts';

export type LearnerChild = {
  /** The process itself, for its end and its number. */
  process: ChildProcess;
  /** The two ways of the one byte stream between the checker and the stub. They may be one stream. */
  channel: { readable: Readable; writable: Writable };
  /** What the process prints. */
  outputs: Readable[];
  /** The folders, as the process sees them. */
  submission: string;
  scratch: string;
  /** The exit code that the memory limit leaves, where there is one. */
  outOfMemory?: number;
  /** Ends the process and all that it started. It cannot resist. */
  kill: () => void;
};

export type SpawnOptions = Confinement & Sandbox;

const COMMANDS: Record<Exclude<SandboxLevel, 'strong'> | StrongEngine, (confinement: Confinement) => ConfinedCommand> =
  {
    none: unconfined,
    basic,
    bubblewrap,
    docker,
  };

/**
 * Starts the stub in a process of its own. It gets no environment of ours, and no descriptor but its streams and the channel.
 * Node's own IPC is never used: one garbage line of a learner's would crash the checker.
 */
export function spawnLearner(options: SpawnOptions): LearnerChild {
  const confined = COMMANDS[options.level === 'strong' ? options.engine : options.level](options);
  const { command, args, submission, scratch, input, user, owner, channelOnStreams, outOfMemory } = confined;
  if (owner !== undefined) chownSync(options.scratch, owner, owner);
  const child = spawn(command, args, {
    cwd: options.scratch,
    env: channelOnStreams ? engineEnvironment() : {},
    stdio: streamsOf(confined),
    windowsHide: true,
    ...(user !== undefined && { uid: user, gid: user }),
  });
  if (input !== undefined) (child.stdio[4] as unknown as Writable).on('error', () => {}).end(input);
  const [stdin, stdout, stderr, socket] = child.stdio as unknown as [Writable, Readable, Readable, Duplex];
  return {
    process: child,
    channel: channelOnStreams ? { readable: stdout, writable: stdin } : { readable: socket, writable: socket },
    outputs: channelOnStreams ? [stderr] : [stdout, stderr],
    submission,
    scratch,
    ...(outOfMemory !== undefined && { outOfMemory }),
    kill: () => end(child, confined),
  };
}

function streamsOf({ channelOnStreams, input }: ConfinedCommand): StdioOptions {
  if (channelOnStreams) return ['pipe', 'pipe', 'pipe'];
  return ['ignore', 'pipe', 'pipe', 'pipe', ...(input === undefined ? [] : (['pipe'] as const))];
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
