import { sep } from 'node:path';

/** A relative path as all our lists have it: with slashes. On Windows the system gives it with backslashes. */
export function slashed(path: string, separator: string = sep): string {
  return path.split(separator).join('/');
}
