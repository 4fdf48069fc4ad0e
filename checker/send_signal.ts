/**
 * Sends a signal to a process, or to a whole group (a negative id, as in kill(2)). A process that has already ended is no error: a
 * list of processes is always a little out of date.
 *
 * @throws what the system says otherwise, as EPERM for a process of somebody else
 */
export function sendSignal(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch (error) {
    if (!isEnded(id, (error as NodeJS.ErrnoException).code)) throw error;
  }
}

/** macOS says EPERM of a group in which all have ended and nobody has asked for their end yet. */
function isEnded(id: number, code: string | undefined): boolean {
  return code === 'ESRCH' || (code === 'EPERM' && id < 0 && process.platform === 'darwin');
}
