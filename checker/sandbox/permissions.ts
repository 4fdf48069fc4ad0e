import type { Confinement } from './level.ts';

/** The stub looks there for descriptors that it was born with. Linux only. */
const OWN_DESCRIPTORS = '/proc/self/fdinfo';

/**
 * Flags of Node's permission model: reads limited to what the submission needs, one folder to write to, and no child processes,
 * workers, addons, foreign functions, WASI, debuggers or network. The folders are as the process sees them.
 */
export function permissions({ stub, submission, packages, scratch }: Confinement): string[] {
  const readable = [stub, submission, packages, scratch, OWN_DESCRIPTORS].map((path) => `--allow-fs-read=${path}`);
  return ['--permission', ...readable, `--allow-fs-write=${scratch}`];
}
