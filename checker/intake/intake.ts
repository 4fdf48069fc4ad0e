import { lstatSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readArchive } from './archive.ts';
import { Collection } from './collection.ts';
import { readFolder } from './folder.ts';
import { unreadable, withFile } from './read_file.ts';
import { Refusal, show } from './refusal.ts';
import { checkDestination, writeCopy } from './write_copy.ts';

/** `files`: what was copied, relative to `root`, the folder of the source that holds the API: `''`, or with a final slash. */
export type Intake = { accepted: true; root: string; files: string[] } | { accepted: false; reason: string };

/**
 * Takes a submission in: reads a folder, a `.zip`, a `.tar.gz`, `.tgz` or `.tar`, and writes a clean copy of the API
 * in it. Nothing of the source is run, changed or followed out of it.
 *
 * @param destination a folder that does not exist yet, or is empty. Where the submission is refused, it is not touched.
 * @returns the copied files, with `/`, sorted; or the reason of the refusal, one sentence.
 * @throws Error only where the copy cannot be written: the destination is in use, or the disk is full.
 */
export async function takeIn(source: string, destination: string): Promise<Intake> {
  checkDestination(destination);
  try {
    const collection = new Collection();
    await read(resolve(source), collection);
    const files = collection.sorted();
    writeCopy(files, destination);
    return { accepted: true, root: collection.root, files: [...files.keys()] };
  } catch (error) {
    if (error instanceof Refusal) return { accepted: false, reason: error.message };
    throw error;
  }
}

/** `source` has no final slash any more: with one, the system would follow a link. */
async function read(source: string, collection: Collection): Promise<void> {
  const shown = show(basename(source));
  if (kindOf(source, shown) === 'folder') {
    await readFolder(source, collection);
    return;
  }
  await withFile(source, shown, (fd, size) => readArchive(fd, size, basename(source), collection));
}

function kindOf(source: string, shown: string): 'folder' | 'other' {
  try {
    const status = lstatSync(source);
    if (status.isSymbolicLink()) throw new Refusal(`${shown} is a symbolic link.`);
    return status.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    throw unreadable(error, shown);
  }
}
