import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { findProgram } from './find_program.ts';
import type { SandboxLevel } from './level.ts';
import { strongUser } from './strong.ts';

/** Whether the strong level is to be had here; if not, why, and what would help. */
export type Availability = { available: true } | { available: false; reason: string; advice: string };

let strongKnown: Availability | undefined;

/** Tries the strong level once, with a program that does nothing. */
export function strongAvailability(): Availability {
  strongKnown ??= tryStrong();
  return strongKnown;
}

/** The best level of this machine. */
export function bestLevel(): SandboxLevel {
  return strongAvailability().available ? 'strong' : 'basic';
}

function tryStrong(): Availability {
  if (process.platform !== 'linux') {
    return missing('The strong sandbox needs Linux with bubblewrap.', 'Use --sandbox basic here, or grade on Linux.');
  }
  const bwrap = findProgram('bwrap');
  if (!bwrap) return missing('bubblewrap is not installed.', 'Install it: sudo apt-get install bubblewrap.');
  if (!findProgram('prlimit'))
    return missing('prlimit is not installed.', 'Install it: sudo apt-get install util-linux.');
  const args = ['--unshare-user', '--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', '--'];
  const identity = strongUser();
  const run = (...program: string[]) =>
    spawnSync(bwrap, [...args, ...program], { cwd: '/', encoding: 'utf8', ...identity });
  const { status, stderr } = run('/bin/true');
  // As root it runs as a user that owns nothing, and that one must be able to come to these folders.
  const closed = [import.meta.dirname, tmpdir()].find(
    (folder) => status === 0 && run('/usr/bin/test', '-x', folder).status !== 0,
  );
  if (closed)
    return missing(
      `An ordinary user cannot enter ${closed}.`,
      'Move it to where everybody may read, or run as an ordinary user.',
    );
  if (status === 0) return { available: true };
  return missing(`bubblewrap cannot make a sandbox: ${stderr.trim()}.`, namespaceAdvice());
}

/** Ubuntu 24.04 and others forbid user namespaces to ordinary users; one setting each allows them. */
function namespaceAdvice(): string {
  return 'Allow user namespaces: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), or kernel.unprivileged_userns_clone=1 (Debian).';
}

function missing(reason: string, advice: string): Availability {
  return { available: false, reason, advice };
}
