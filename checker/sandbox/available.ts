import { spawnSync } from 'node:child_process';
import { findProgram } from './find_program.ts';
import type { SandboxLevel } from './level.ts';

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
  const args = ['--unshare-user', '--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', '--', '/bin/true'];
  const { status, stderr } = spawnSync(bwrap, args, { encoding: 'utf8' });
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
