import { EXIT } from './errors.ts';

/** What a write says where the other end of a pipe is closed; the second one on Windows. */
const CLOSED = new Set(['EPIPE', 'EOF']);

/**
 * Takes the errors of our own output, which would end the program with a stack. A command that has only words left ends by
 * itself, with its own exit code. Gives a signal that is aborted when nobody reads any more what the program prints.
 */
export function takeOutputErrors(): AbortSignal {
  const nobodyReads = new AbortController();
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A terminal that was closed says EIO. Its programs are told by a signal as well, and clean up.
    const gone = CLOSED.has(error.code ?? '') || (process.stdout.isTTY && error.code === 'EIO');
    if (gone) return nobodyReads.abort();
    console.error(`What there is to say could not be written: ${error.message}.`);
    process.exit(EXIT.checker);
  });
  return nobodyReads.signal;
}
