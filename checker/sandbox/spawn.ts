import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';

/** How strongly a learner's process is held: named in every report. */
export type SandboxLevel = 'none' | 'basic' | 'strong';

export type LearnerChild = {
  /** The process itself, for its end and its number. */
  process: ChildProcess;
  /** The one duplex byte stream between the checker and the stub. */
  transport: Duplex;
  stdout: Readable;
  stderr: Readable;
};

export type SpawnOptions = {
  level: SandboxLevel;
  /** Absolute path of the stub to run. */
  stub: string;
  /** Absolute path of the only folder that the process needs to write to. It is its working directory too. */
  scratch: string;
};

/**
 * Starts the stub in a process of its own. It gets no environment of ours, and no descriptor but its streams and the channel.
 * Node's own IPC is never used: one garbage line of a learner's would crash the checker.
 */
export function spawnLearner({ stub, scratch }: SpawnOptions): LearnerChild {
  const child = spawn(process.execPath, ['--disable-sigusr1', '--max-old-space-size=192', stub], {
    cwd: scratch,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  return {
    process: child,
    transport: child.stdio[3] as unknown as Duplex,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
  };
}
