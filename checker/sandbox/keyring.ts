import { findProgram } from './find_program.ts';

/** Gives the shell another session keyring, which it takes along when it becomes the command. */
const RENEW = '"$0" new_session >/dev/null 2>&1; exec "$@"';

/**
 * What stands before a command that shall have a session keyring of its own, and none of the keys of whoever started us: see
 * keyctl_session_to_parent(3) and session-keyring(7). Empty where keyutils is not installed; where the kernel refuses it, nothing changes.
 */
export function ownKeyring(): string[] {
  const keyctl = findProgram('keyctl');
  return keyctl ? ['/bin/sh', '-c', RENEW, keyctl] : [];
}
