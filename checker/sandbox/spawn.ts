import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import type { Duplex, Readable, Writable } from 'node:stream';
import { basic, unconfined } from './basic.ts';
import type { ConfinedCommand, Confinement, SandboxLevel } from './level.ts';
import { strong } from './strong.ts';

export type LearnerChild = {
  /** The process itself, for its end and its number. */
  process: ChildProcess;
  /** The one duplex byte stream between the checker and the stub. */
  transport: Duplex;
  stdout: Readable;
  stderr: Readable;
  /** The folders, as the process sees them. */
  submission: string;
  scratch: string;
};

export type SpawnOptions = Confinement & { level: SandboxLevel };

const COMMANDS: Record<SandboxLevel, (confinement: Confinement) => ConfinedCommand> = {
  none: unconfined,
  basic,
  strong,
};

/**
 * Starts the stub in a process of its own. It gets no environment of ours, and no descriptor but its streams and the channel.
 * Node's own IPC is never used: one garbage line of a learner's would crash the checker.
 */
export function spawnLearner({ level, ...confinement }: SpawnOptions): LearnerChild {
  const { command, args, submission, scratch, input, user } = COMMANDS[level](confinement);
  if (user !== undefined) chownSync(confinement.scratch, user, user);
  const child = spawn(command, args, {
    cwd: confinement.scratch,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(input === undefined ? [] : (['pipe'] as const))],
    windowsHide: true,
    ...(user !== undefined && { uid: user, gid: user }),
  });
  if (input !== undefined) (child.stdio[4] as unknown as Writable).on('error', () => {}).end(input);
  return {
    process: child,
    transport: child.stdio[3] as unknown as Duplex,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    submission,
    scratch,
  };
}
