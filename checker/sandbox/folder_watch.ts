import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const INTERVAL = 100;

/** Watches the size of a folder, in bytes, and tells once when it is more than the limit. Gives what ends the watch. */
export function watchFolder(folder: string, limit: number, exceeded: () => void): () => void {
  const look = () => {
    if (folderSize(folder) <= limit) return;
    clearInterval(timer);
    exceeded();
  };
  const timer = setInterval(look, INTERVAL);
  timer.unref();
  // It may be full from the beginning.
  queueMicrotask(look);
  return () => clearInterval(timer);
}

/** Bytes of all files below a folder. What goes away meanwhile counts as nothing. */
export function folderSize(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.reduce(
      (sum, entry) => sum + (entry.isDirectory() ? folderSize : fileSize)(join(folder, entry.name)),
      0,
    );
  } catch {
    return 0;
  }
}

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
