import { closeSync, constants, type Dirent, existsSync, lstatSync, opendirSync, openSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Collection } from './collection.ts';
import { inside, locateRoot } from './folder_root.ts';
import { count, LIMITS } from './limits.ts';
import { judgeName, textOf } from './names.ts';
import { readAtMost, unreadable, withFile } from './read_file.ts';
import { Refusal, show } from './refusal.ts';

/** Reading is synchronous, since that is several times faster; so other work gets a turn after each such batch. */
const FILES_A_TURN = 64;

const HAS_DESCRIPTOR_PATHS = process.platform === 'linux' && existsSync('/proc/self/fd');

/**
 * Collects the files of a folder that are judged: those below the folder that holds the API. What lies beside that is not looked
 * at, and nothing that is left out. Names are read as bytes, and no link is followed.
 */
export async function readFolder(source: string, collection: Collection): Promise<void> {
  const root = locateRoot(source);
  collection.root = root.map((name) => `${textOf(name)}/`).join('');
  await descend(Buffer.from(source), root, { collection, read: 0 });
}

/** All files of the folder that holds the API, as far as they are judged, sorted by their names. */
export async function readApi(folder: string): Promise<Map<string, Buffer>> {
  const collection = new Collection();
  await readLevel(Buffer.from(folder), '', { collection, read: 0 });
  return collection.sorted();
}

/** Goes down to the root, of which no component is a link, and reads it. */
async function descend(location: Buffer, [name, ...below]: Buffer[], walk: Walk): Promise<void> {
  if (name === undefined) return readLevel(location, '', walk);
  const held = holdFolder(location, '');
  try {
    await descend(inside(held.location, name), below, walk);
    held.verify();
  } finally {
    held.release();
  }
}

type Walk = { collection: Collection; read: number };

async function readLevel(location: Buffer, path: string, walk: Walk): Promise<void> {
  const held = holdFolder(location, path);
  try {
    for (const entry of kept(held.location, path)) {
      const name = entry.text;
      const entryPath = path === '' ? name : `${path}/${name}`;
      const entryLocation = inside(held.location, entry.name);
      if (entry.kind === 'folder') {
        walk.collection.addFolder(entryPath);
        await readLevel(entryLocation, entryPath, walk);
        continue;
      }
      withFile(entryLocation, `The file ${show(entryPath)}`, (fd, size, time) => {
        walk.collection.announce(entryPath, size);
        walk.collection.put(entryPath, readAtMost(fd, size, LIMITS.fileBytes));
        walk.collection.times.set(entryPath, time);
      });
      walk.read += 1;
      if (walk.read % FILES_A_TURN === 0) await nextTurn();
    }
    held.verify();
  } finally {
    held.release();
  }
}

type Kept = { name: Buffer; text: string; kind: 'file' | 'folder' };

/** The entries of a folder that count, in the order of their bytes, so that the first refusal is always the same. */
function kept(location: Buffer, path: string): Kept[] {
  const entries: Kept[] = [];
  for (const entry of entriesOf(location, path)) {
    const text = judgeName(entry.name, path);
    if (text === null) continue;
    entries.push({ name: entry.name, text, kind: kindOf(entry, path === '' ? text : `${path}/${text}`) });
    if (entries.length > LIMITS.files + LIMITS.folders) {
      throw new Refusal(`The submission has more than ${count(LIMITS.files)} files.`);
    }
  }
  return entries.sort((a, b) => Buffer.compare(a.name, b.name));
}

/** The entries of a folder, one after the other: there may be very many. Throws a Refusal if it cannot be read. */
function* entriesOf(location: Buffer, path: string): Generator<Dirent<Buffer>> {
  let directory: ReturnType<typeof opendirSync>;
  try {
    directory = opendirSync(location as unknown as string, { encoding: 'buffer' as BufferEncoding });
  } catch (error) {
    throw unreadable(error, `The folder ${show(path)}`);
  }
  try {
    for (;;) {
      const entry = directory.readSync() as unknown as Dirent<Buffer> | null;
      if (!entry) return;
      yield entry;
    }
  } finally {
    directory.closeSync();
  }
}

function kindOf(entry: Dirent<Buffer>, path: string): 'file' | 'folder' {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) throw new Refusal(`The submission holds a symbolic link, ${show(path)}.`);
  const kind = entry.isFIFO() ? 'a named pipe' : entry.isSocket() ? 'a socket' : 'a device';
  throw new Refusal(`The submission holds ${kind}, ${show(path)}.`);
}

/**
 * Holds on to a folder while it is read. On Linux everything below is opened through its descriptor, so that putting a
 * link in the place of a parent folder meanwhile leads nowhere. Elsewhere there is no such path: there it is at least
 * noticed that the folder is another one than before.
 */
export function holdFolder(location: Buffer, path: string): { location: Buffer; verify(): void; release(): void } {
  const shown = path === '' ? 'The submission' : `The folder ${show(path)}`;
  if (HAS_DESCRIPTOR_PATHS) {
    try {
      const fd = openSync(location, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
      return { location: Buffer.from(`/proc/self/fd/${fd}`), verify: () => {}, release: () => closeSync(fd) };
    } catch (error) {
      throw unreadable(error, shown);
    }
  }
  const identity = () => {
    try {
      const status = lstatSync(location, { bigint: true });
      if (!status.isDirectory()) throw new Refusal(`${shown} is no longer a folder.`);
      return `${status.dev}:${status.ino}`;
    } catch (error) {
      throw unreadable(error, shown);
    }
  };
  const before = identity();
  const verify = () => {
    if (identity() !== before) throw new Refusal(`${shown} was replaced by another while it was read.`);
  };
  return { location, verify, release: () => {} };
}
