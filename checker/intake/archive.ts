import { readSync } from 'node:fs';
import type { Collection } from './collection.ts';
import { bytes, WORK } from './limits.ts';
import { Refusal, show } from './refusal.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

/** Collects the files of an archive, whose kind is told by its first bytes; its name does not matter. */
export async function readArchive(fd: number, size: number, name: string, collection: Collection): Promise<void> {
  if (size > WORK.archiveBytes) {
    throw new Refusal(`The archive has ${bytes(size)}; ${bytes(WORK.archiveBytes)} are the most.`);
  }
  const kind = kindOf(fd);
  if (!kind) throw new Refusal(`${show(name)} is neither a folder nor a .zip, .tar.gz, .tgz or .tar archive.`);
  try {
    await (kind === 'zip' ? readZip(fd, size, collection) : readTar(fd, size, kind, collection));
  } catch (error) {
    // Bytes that cannot be read are not wrong.
    if (error instanceof Refusal || (error instanceof Error && 'syscall' in error)) throw error;
    // The libraries say "broken" with errors of every class, on bytes that are wrong in every way.
    throw new Refusal('The archive is broken or cut off: it cannot be read to its end.', { cause: error });
  }
}

function kindOf(fd: number): 'zip' | 'tar' | 'tar.gz' | null {
  const head = Buffer.alloc(512);
  const length = readSync(fd, head, 0, head.length, 0);
  const start = head.toString('latin1', 0, 4);
  if (start === 'PK\x03\x04' || start === 'PK\x05\x06') return 'zip';
  if (start.startsWith('\x1f\x8b')) return 'tar.gz';
  if (length === head.length && head.toString('latin1', 257, 262) === 'ustar') return 'tar';
  return null;
}
