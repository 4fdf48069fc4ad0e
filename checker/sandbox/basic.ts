import { join } from 'node:path';
import { type ConfinedCommand, type Confinement, NODE_FLAGS, STUB } from './level.ts';

/** The stub looks there for descriptors that it was born with. Linux only. */
const OWN_DESCRIPTORS = '/proc/self/fdinfo';

/** No confinement: for one's own code. */
export function unconfined({ stub }: Confinement): ConfinedCommand {
  return { command: process.execPath, args: [...NODE_FLAGS, join(stub, STUB)] };
}

/**
 * Node's permission model: reads limited to what the submission needs, one folder to write to, no child processes, no
 * workers, no addons, no network. Known hole: `node:sqlite` does not ask it.
 */
export function basic({ stub, submission, packages, scratch }: Confinement): ConfinedCommand {
  const readable = [stub, submission, packages, scratch, OWN_DESCRIPTORS].map((path) => `--allow-fs-read=${path}`);
  const flags = ['--permission', ...readable, `--allow-fs-write=${scratch}`];
  return { command: process.execPath, args: [...NODE_FLAGS, ...flags, join(stub, STUB)] };
}
