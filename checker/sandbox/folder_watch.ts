import { lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { processTree } from './process_tree.ts';

const INTERVAL = 100;

/**
 * Watches the size of a folder, in bytes, with the files that a process holds open there after they were removed, and tells once
 * when it is more than the limit. Gives what ends the watch.
 */
export function watchFiles(folder: string, processId: number, limit: number, exceeded: () => void): () => void {
  const look = () => {
    if (folderSize(folder, limit) + removedSize(processId) <= limit) return;
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

/** How the kernel calls a file without a name. See proc_pid_fd(5). */
const REMOVED = ' (deleted)';

/**
 * Bytes of the files that a process, and what it started, holds open after they were removed: they take their place until they
 * are closed. Linux only; a process whose descriptors may not be seen holds none.
 */
export function removedSize(processId: number): number {
  const open = processTree(processId).flatMap((id) => {
    const folder = `/proc/${id}/fd`;
    return attempt(() => readdirSync(folder), []).map((name) => `${folder}/${name}`);
  });
  const removed = open.filter((path) => attempt(() => readlinkSync(path), '').endsWith(REMOVED));
  // Followed by `stat`, such a link leads to the file, which has no other way to it.
  return removed.reduce((sum, path) => sum + attempt(() => statSync(path).size, 0), 0);
}

/** Or another value, where what is looked at is gone meanwhile, or not for us to see. */
function attempt<Value>(look: () => Value, otherwise: Value): Value {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

function fileSize(path: Buffer): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
