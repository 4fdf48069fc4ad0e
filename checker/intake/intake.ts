import { lstatSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readArchive } from './archive.ts';
import { Collection } from './collection.ts';
import { holdFolder, readFolder } from './folder.ts';
import { loneArchive, within } from './lone_archive.ts';
import { unreadable, withFile } from './read_file.ts';
import { Refusal, show } from './refusal.ts';
import { checkDestination, writeCopy } from './write_copy.ts';

export type Intake = { accepted: true; files: string[] } | Refused;

/**
 * `root`: the folder of the source that holds the API: `''`, or with a final slash. `times`: when each file of the copy was written,
 * or the archive that it comes from. Milliseconds since 1970.
 */
export type DatedIntake = { accepted: true; root: string; times: ReadonlyMap<string, number> } | Refused;

type Refused = { accepted: false; reason: string };

/**
 * Takes a submission in: reads a folder, a `.zip`, a `.tar.gz`, `.tgz` or `.tar`, and writes a clean copy of the API
 * in it. Nothing of the source is run, changed or followed out of it.
 *
 * @param destination a folder that does not exist yet, or is empty. Where the submission is refused, it is not touched.
 * @returns the copied files, relative to the destination, with `/`, sorted; or the reason of the refusal, one sentence.
 * @throws Error only where the copy cannot be written: the destination is in use, or the disk is full.
 */
export async function takeIn(source: string, destination: string): Promise<Intake> {
  const intake = await takeInDated(source, destination);
  return intake.accepted ? { accepted: true, files: [...intake.times.keys()] } : intake;
}

/** The same, with where the files lay and when they were written. */
export async function takeInDated(source: string, destination: string): Promise<DatedIntake> {
  checkDestination(destination);
  try {
    const collection = new Collection();
    await read(resolve(source), collection).catch((error: unknown) => {
      throw unreadable(error, 'The submission');
    });
    const files = collection.sorted();
    writeCopy(files, destination);
    const { root, times, packed } = collection;
    return { accepted: true, root, times: new Map([...files.keys()].map((file) => [file, times.get(file) ?? packed])) };
  } catch (error) {
    if (error instanceof Refusal) return { accepted: false, reason: error.message };
    throw error;
  }
}

/** `source` has no final slash any more: with one, the system would follow a link. */
async function read(source: string, collection: Collection): Promise<void> {
  const shown = show(basename(source));
  if (kindOf(source, shown) === 'file') return readPacked(source, basename(source), collection);
  const held = holdFolder(Buffer.from(source), '');
  try {
    const archive = loneArchive(held.location);
    if (!archive) return await readFolder(source, collection);
    await readPacked(within(held.location, archive), String(archive), collection);
    held.verify();
  } finally {
    held.release();
  }
}

async function readPacked(location: Buffer | string, name: string, collection: Collection): Promise<void> {
  await withFile(location, show(name), async (fd, size, time) => {
    await readArchive(fd, size, name, collection);
    collection.packed = time;
  });
}

function kindOf(source: string, shown: string): 'folder' | 'file' {
  try {
    const status = lstatSync(source);
    if (status.isSymbolicLink()) throw new Refusal(`${shown} is a symbolic link.`);
    if (status.isDirectory()) return 'folder';
    // Opening a device may already do something.
    if (status.isFile()) return 'file';
    throw new Refusal(`${shown} is neither a folder nor a file.`);
  } catch (error) {
    throw unreadable(error, shown);
  }
}
