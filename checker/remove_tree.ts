import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { chmod, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** So many removals are under way at a time. */
const TOGETHER = 500;

/**
 * Removes what is in a folder, whatever a submission has made of it: modes that forbid it, paths longer than the system takes,
 * names that are no text. For that, each folder below is moved up before it is looked into. Nobody may write there meanwhile.
 * Gives whether all of it is gone: what is not ours to remove stays, and is no error.
 */
export async function emptyFolder(folder: string): Promise<boolean> {
  let gone = true;
  const attempt = async (removal: Promise<unknown>): Promise<void> => {
    await removal.catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') gone = false;
    });
  };
  const open: string[] = [];
  const clear = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
    for (let first = 0; first < entries.length; first += TOGETHER) {
      const removals = entries.slice(first, first + TOGETHER).map(async (entry) => {
        const place = placeOf(path, entry);
        if (!entry.isDirectory()) return unlink(place);
        const above = join(folder, randomUUID());
        await chmod(place, 0o700);
        await rename(place, above);
        open.push(above);
      });
      await Promise.all(removals.map(attempt));
    }
  };
  await attempt(clear(folder));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    await attempt(clear(next));
    await attempt(rmdir(next));
  }
  return gone;
}

/** Removes a folder with all that is in it, as `emptyFolder` does; or the file that somebody has put in its place. */
export async function removeTree(folder: string): Promise<boolean> {
  const emptied = await emptyFolder(folder);
  if (
    !emptied &&
    (await unlink(folder).then(
      () => true,
      () => false,
    ))
  )
    return true;
  return await rmdir(folder).then(
    () => emptied,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

/** The path of an entry, as bytes: on Linux a name need not be text. */
function placeOf(folder: string, { name }: Dirent<Buffer>): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), name]);
}
