import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes sure that the destination is new, or an empty folder.
 *
 * @throws Error where it is not: what lies there is never mixed with a submission.
 */
export function checkDestination(destination: string): void {
  const status = lstatSync(destination, { throwIfNoEntry: false });
  if (!status) return;
  if (status.isDirectory() && readdirSync(destination).length === 0) return;
  throw new Error(`the destination of a copy must be new or an empty folder: ${destination}`);
}

/** Writes the files, with plain rights and as new files only. Where it fails, nothing of the copy is left. */
export function writeCopy(files: ReadonlyMap<string, Buffer>, destination: string): void {
  const made = new Set<string>();
  try {
    mkdirSync(destination, { recursive: true });
    for (const [path, content] of files) {
      const target = join(destination, path);
      const folder = dirname(target);
      if (!made.has(folder)) mkdirSync(folder, { recursive: true });
      made.add(folder);
      writeFileSync(target, content, { flag: 'wx', mode: 0o644 });
    }
  } catch (error) {
    rmSync(destination, { recursive: true, force: true });
    throw error;
  }
}
