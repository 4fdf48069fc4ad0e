/** How strongly a learner's process is held: named in every report. */
export type SandboxLevel = 'none' | 'basic' | 'strong';

/** What makes the strong level: one is as good as the other. */
export type StrongEngine = 'bubblewrap' | 'docker';

/** A level with all that it needs. */
export type Sandbox = { level: 'none' | 'basic' } | { level: 'strong'; engine: StrongEngine };

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

/** A program that runs on Node at level `strong`: what it sees of this machine, and where it begins. */
export type Jail = {
  /** Absolute paths here, and inside. */
  mounts: readonly { from: string; to: string; writable?: true }[];
  /** Its working directory, as it is called inside. */
  folder: string;
  /** What Node is started with: flags, and the program. */
  args: readonly string[];
};

/** A command that starts a confined program. */
export type ConfinedCommand = {
  command: string;
  args: string[];
  /** What the command reads from descriptors 4, 5 and so on. */
  inputs?: readonly (string | Buffer)[];
  /** The user to run it as, where that is not ours. */
  user?: number;
  /** The user who must own the scratch folder, where that is not ours. */
  owner?: number;
  /** The channel goes through the standard streams of the command: no other descriptor reaches the program. */
  channelOnStreams?: true;
  /** A command that ends the process, where killing the command itself does not. */
  end?: { command: string; args: string[] };
  /** The exit code that the memory limit leaves. Another end may leave it too. */
  outOfMemory?: number;
};

/** A user that owns nothing. As root the process limit would be void, and `/proc/sys` writable. */
export const UNUSED_USER = 64_646;

/**
 * Flags of Node that hold at every level. A submission cannot open a debugger on itself or on us, and its heap is bounded.
 * The nursery is large from the beginning: a short life needs hardly a collection.
 */
export const NODE_FLAGS: readonly string[] = [
  '--disable-sigusr1',
  '--max-old-space-size=192',
  '--min-semi-space-size=8',
  '--max-semi-space-size=16',
];

/** The stub, in its folder. */
export const STUB = 'stub.cjs';

/** How a learner's process of level `strong` sees the world. Nothing else of the machine's files is there. */
export const SEEN = {
  stub: '/kata/stub',
  packages: '/kata/node_modules',
  submission: '/submission',
  scratch: '/scratch',
} as const;

/** Whether we are root: then a sandbox must run as somebody else. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
