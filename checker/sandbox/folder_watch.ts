import { lstatSync, readdirSync } from 'node:fs';

const INTERVAL = 100;

/** Watches the size of a folder, in bytes, and tells once when it is more than the limit. Gives what ends the watch. */
export function watchFolder(folder: string, limit: number, exceeded: () => void): () => void {
  const look = () => {
    if (folderSize(folder, limit) <= limit) return;
    clearInterval(timer);
    exceeded();
  };
  const timer = setInterval(look, INTERVAL);
  timer.unref();
  // It may be full from the beginning.
  queueMicrotask(look);
  return () => clearInterval(timer);
}

/** What Node says of a place where something may be hidden. Other errors are of the moment: it is gone, or we have too many files open. */
const HIDDEN: ReadonlySet<string | undefined> = new Set(['EACCES', 'ENAMETOOLONG']);

/** Names are read as bytes: on Linux they need not be text. */
const SLASH = Buffer.from('/');

/** What a file or a folder takes at least, on most disks. */
const BLOCK = 4096;

/**
 * Bytes of all that is below a folder, where each file and folder takes a block at least; counted until they are more than
 * `enough`. What goes away meanwhile counts as nothing, and what cannot be looked into as more than any limit: so nothing hides
 * behind a path that is too long, or a mode that forbids it.
 */
export function folderSize(folder: string, enough = Number.POSITIVE_INFINITY): number {
  let size = 0;
  const open = [Buffer.from(folder)];
  for (let next = open.pop(); next !== undefined && size <= enough; next = open.pop()) {
    try {
      for (const entry of readdirSync(next, { withFileTypes: true, encoding: 'buffer' })) {
        const path = Buffer.concat([next, SLASH, entry.name]);
        if (entry.isDirectory()) open.push(path);
        size += Math.max(BLOCK, entry.isFile() ? fileSize(path) : 0);
        if (size > enough) return size;
      }
    } catch (error) {
      if (HIDDEN.has((error as NodeJS.ErrnoException).code)) return Number.POSITIVE_INFINITY;
    }
  }
  return size;
}

function fileSize(path: Buffer): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
