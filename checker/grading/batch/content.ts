import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Of more than this, only names and sizes count: such a submission is refused anyway. */
const MAX_FILES = 5000;
const MAX_BYTES = 64 * 1024 * 1024;

/** SHA-256 over what was handed in, as it lies there: an archive's bytes, or names and contents of a folder. Hexadecimal. */
export async function contentOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const status = await lstat(path);
  if (status.isFile()) await addFile(hash, path, { name: '', bytes: 0 });
  else if (status.isDirectory()) await addFolder(hash, path);
  else hash.update('neither file nor folder');
  return hash.digest('hex');
}

async function addFolder(hash: Hash, folder: string): Promise<void> {
  const names = (await readdir(folder, { recursive: true })).sort().slice(0, MAX_FILES);
  let bytes = 0;
  for (const name of names) bytes += await addFile(hash, join(folder, name), { name, bytes });
}

/** Adds one entry, and gives how many bytes of it were read. */
async function addFile(hash: Hash, path: string, { name, bytes }: { name: string; bytes: number }): Promise<number> {
  const status = await lstat(path);
  hash.update(`\0${name}\0${status.mode & 0o170000}\0${status.isFile() ? status.size : 0}\0`);
  if (status.isSymbolicLink()) hash.update(await readlink(path));
  if (!status.isFile() || bytes + status.size > MAX_BYTES) return 0;
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return status.size;
}
