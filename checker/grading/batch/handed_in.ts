import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { WORK } from '../../intake/limits.ts';
import { isLeftOut } from '../../submission/left_out.ts';

export type HandedIn = {
  /** SHA-256 over what lies there: an archive's bytes, or names and contents of a folder. Hexadecimal. */
  content: string;
  /** The time of its newest file, or its own where it has none: ISO 8601, UTC. */
  submitted: string;
};

/** A file may claim a later time, which no `Date` holds. */
const LAST_MOMENT = Date.UTC(9999, 11, 31);

/**
 * Looks at what was handed in, without what the intake drops. It never throws: what cannot be read is a part of the content as
 * that, and the intake will refuse it. Of more than the intake looks at, only names and sizes count.
 */
export async function handedIn(path: Buffer): Promise<HandedIn> {
  const hash = createHash('sha256');
  const seen = { entries: 0, bytes: 0, newest: 0 };
  const add = async (place: Buffer, name: Buffer): Promise<void> => {
    hash.update(`\0${name.length}\0`).update(name);
    try {
      const status = await lstat(place);
      hash.update(`\0${status.mode & 0o170000}\0${status.isFile() ? status.size : 0}\0`);
      if (status.isDirectory()) await addFolder(place);
      if (!status.isFile()) return;
      seen.newest = Math.max(seen.newest, status.mtimeMs);
      if (seen.bytes + status.size > WORK.archiveBytes) return;
      seen.bytes += status.size;
      for await (const chunk of createReadStream(place)) hash.update(chunk as Buffer);
    } catch (error) {
      hash.update(`\0${(error as NodeJS.ErrnoException).code}\0`);
    }
  };
  const addFolder = async (place: Buffer): Promise<void> => {
    const names = await readdir(place, { encoding: 'buffer' });
    seen.entries += names.length;
    hash.update(`${seen.entries > WORK.entries}\0`);
    if (seen.entries > WORK.entries) return;
    const kept = names.filter((name) => !isLeftOut(String(name))).sort(Buffer.compare);
    for (const name of kept) await add(Buffer.concat([place, Buffer.from('/'), name]), name);
    // Otherwise `a/b` with `c` beside it would be the same as `a/b` and `a/c`.
    hash.update('\0end\0');
  };
  await add(path, Buffer.alloc(0));
  const time = seen.newest || (await lstat(path).catch(() => undefined))?.mtimeMs || 0;
  const submitted = new Date(Math.min(Math.max(time, 0), LAST_MOMENT)).toISOString();
  return { content: hash.digest('hex'), submitted };
}
