import { sep } from 'node:path';

/** A relative path as all our lists have it: with slashes. On Windows the system gives it with backslashes. */
export function slashed(path: string, separator: string = sep): string {
  return path.split(separator).join('/');
}

/** The last part of a path that somebody typed or copied from a message, whichever slashes it has. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
}

/** A moment as a part of file names: `2026-11-21T10-07-13`. Windows takes no colons. */
export function stamp(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(':', '-');
}
