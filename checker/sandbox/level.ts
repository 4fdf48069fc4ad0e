/** How strongly a learner's process is held: named in every report. */
export type SandboxLevel = 'none' | 'basic' | 'strong';

/** What a process is started with. All paths are absolute. */
export type Confinement = {
  /** The folder of the stub. Read only. */
  stub: string;
  /** The folder with the compiled submission. Read only. */
  submission: string;
  /** The packages that the stub did not bring along. Read only. */
  packages: string;
  /** The only folder that the process may write to. It is its working directory too. */
  scratch: string;
};

/** A command that starts the stub, and how it sees the folders. */
export type ConfinedCommand = {
  command: string;
  args: string[];
  submission: string;
  scratch: string;
  /** A text that the command reads from descriptor 4. */
  input?: string;
  /** The user to run it as, where that is not ours. */
  user?: number;
};

/** Flags of Node that hold at every level. A submission cannot open a debugger on itself or on us, and its heap is bounded. */
export const NODE_FLAGS: readonly string[] = ['--disable-sigusr1', '--max-old-space-size=192'];
