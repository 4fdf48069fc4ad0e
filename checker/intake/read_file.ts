import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Refusal } from './refusal.ts';

/** `O_NONBLOCK`: opening a pipe that took a file's place must not wait for a writer. Windows knows neither flag. */
const SAFELY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file without following a link in its last component, hands its descriptor, size and time (when it was
 * written, in milliseconds since 1970) to `use`, and closes it.
 *
 * @throws Refusal where it is something else, or cannot be opened or read; `shown` names it in the sentence.
 */
export function withFile<T>(
  path: Buffer | string,
  shown: string,
  use: (fd: number, size: number, time: number) => T,
): T {
  let fd: number;
  try {
    fd = openSync(path, SAFELY);
  } catch (error) {
    throw unreadable(error, shown);
  }
  let isAsync = false;
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw new Refusal(`${shown} is no ordinary file.`);
    const result = use(fd, status.size, status.mtimeMs);
    if (!(result instanceof Promise)) return result;
    isAsync = true;
    const told = result.catch((error: unknown) => Promise.reject(unreadable(error, shown)));
    return told.finally(() => closeSync(fd)) as T;
  } catch (error) {
    throw unreadable(error, shown);
  } finally {
    if (!isAsync) closeSync(fd);
  }
}

/** Reads to the end of the file, but never more than one byte over `limit`, whatever size the file claimed. */
export function readAtMost(fd: number, claimed: number, limit: number): Buffer {
  let buffer = Buffer.allocUnsafe(Math.min(claimed, limit) + 1);
  let length = 0;
  for (;;) {
    const read = readSync(fd, buffer, length, buffer.length - length, null);
    if (read === 0) return buffer.subarray(0, length);
    length += read;
    if (length > limit) return buffer.subarray(0, length);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(2 * length, limit) + 1);
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
  }
}

/** Nobody's file is at fault: this machine is short of something. */
const OURS = ['EMFILE', 'ENFILE', 'ENOMEM'];

/** The refusal for a file or folder that the system does not let us read; any other error is given back as it is. */
export function unreadable(error: unknown, shown: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (OURS.includes(code)) return error;
  const because = { cause: error };
  if (code === 'ELOOP' || code === 'EMLINK') return new Refusal(`${shown} is a symbolic link.`, because);
  if (code === 'EACCES' || code === 'EPERM') return new Refusal(`${shown} may not be read by this user.`, because);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new Refusal(`${shown} does not exist.`, because);
  return new Refusal(`${shown} cannot be read (${code}).`, because);
}
