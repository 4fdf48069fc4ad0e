import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Absolute path of a program, or undefined where the machine has none. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '')
    .split(':')
    .concat('/usr/bin', '/bin')
    .filter((folder) => folder.startsWith('/'));
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
