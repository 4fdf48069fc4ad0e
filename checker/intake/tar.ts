import { readSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import { checkEntries, checkRatio } from './caps.ts';
import type { Collection } from './collection.ts';
import { Landmarks } from './landmarks.ts';
import { bytes, WORK } from './limits.ts';
import { judgeBelow, type Located, locate } from './names.ts';
import { Refusal, show } from './refusal.ts';

const CHUNK = 256 * 1024;

/** Every tar ends with two blocks of zeros (POSIX pax, "ustar Interchange Format"); without them it was cut off. */
const END = Buffer.alloc(1024);

/**
 * latin1 gives one character for each byte of a name, so that the bytes can be judged. (The library's types do not
 * know this option of its documentation; it takes what it shares with any stream from the same object.)
 */
const OPTIONS = { filenameEncoding: 'latin1', highWaterMark: CHUNK };

type Packed = { fd: number; size: number; kind: 'tar' | 'tar.gz' };

/** Looks at an entry. Gives what takes its content, if that is wanted. */
type Visit = (header: Header, entry: Located) => ((content: Buffer) => void) | undefined;

/**
 * Collects the files of a tar archive, packed with gzip or plain: in a first pass it finds the root, in a second one it reads
 * what lies below.
 *
 * @throws Refusal, or any error where the archive is broken.
 */
export async function readTar(fd: number, size: number, kind: 'tar' | 'tar.gz', collection: Collection): Promise<void> {
  const packed = { fd, size, kind };
  const landmarks = new Landmarks();
  await walk(packed, ({ type }, { text }) => {
    if (type !== 'directory') landmarks.see(text, type === 'symlink');
    return undefined;
  });
  collection.root = landmarks.root();
  await walk(packed, (header, entry) => {
    const path = judgeBelow(collection.root, entry);
    if (path === null || !isWanted(header, path, collection)) return undefined;
    return (content) => collection.put(path, content);
  });
}

async function walk({ fd, size, kind }: Packed, visit: Visit): Promise<void> {
  const parser = extract(OPTIONS);
  const parsed = visitEntries(parser, visit);
  const fed = feed(unpacked(fd, size, kind), parser, size);
  // Both must have come to rest before the caller closes the descriptor.
  const outcomes = await Promise.allSettled([parsed, fed]);
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length > 0) throw errors.find((error) => error instanceof Refusal) ?? errors[0];
}

function unpacked(fd: number, size: number, kind: 'tar' | 'tar.gz'): Readable {
  const packed = Readable.from(chunks(fd, size), { objectMode: false });
  if (kind === 'tar') return packed;
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // An error of either ends the iteration over `gunzip`, which is where it is noticed.
  pipeline(packed, gunzip, () => {});
  return gunzip;
}

function* chunks(fd: number, size: number): Generator<Buffer> {
  for (let position = 0; position < size; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, size - position));
    const read = readSync(fd, chunk, 0, chunk.length, position);
    if (read === 0) return;
    position += read;
    yield chunk.subarray(0, read);
  }
}

async function feed(input: Readable, parser: Extract, packedSize: number): Promise<void> {
  let length = 0;
  let tail: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > WORK.inflatedBytes) {
        throw new Refusal(`The archive unpacks to more than ${bytes(WORK.inflatedBytes)}.`);
      }
      checkRatio(packedSize, length);
      tail = chunk.length >= END.length ? chunk : Buffer.concat([tail, chunk]);
      tail = tail.subarray(-END.length);
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await drained(parser);
    }
    if (!tail.equals(END)) throw new Error('no end of the archive');
    parser.end(null);
  } catch (error) {
    parser.destroy(error as Error);
    throw error;
  }
}

function drained(parser: Extract): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      parser.off('drain', done);
      parser.off('close', done);
      resolve();
    };
    parser.on('drain', done);
    parser.on('close', done);
  });
}

/** Settles when the parser has come to its end: well, with an error of its own, or with a refusal. */
function visitEntries(parser: Extract, visit: Visit): Promise<void> {
  let entries = 0;
  return new Promise((resolve, reject) => {
    parser.on('finish', () => resolve());
    parser.on('error', reject);
    parser.on('close', () => reject(new Error('closed before the end')));
    parser.on('entry', (header, content, next) => {
      content.on('error', () => {});
      const guarded = (work: () => void) => {
        try {
          work();
        } catch (error) {
          parser.destroy(error as Error);
        }
      };
      guarded(() => {
        entries += 1;
        checkEntries(entries);
        const entry = locate(nameOf(header));
        const take = entry ? visit(header, entry) : undefined;
        const parts: Buffer[] = [];
        content.on('data', (part) => {
          if (take) parts.push(part as Buffer);
        });
        content.on('end', () =>
          guarded(() => {
            take?.(Buffer.concat(parts));
            next(null);
          }),
        );
      });
    });
  });
}

/** Judges an entry by its header: whether its content is wanted. */
function isWanted(header: Header, path: string, collection: Collection): boolean {
  if (kindOf(header, path) === 'folder') {
    collection.addFolder(path);
    return false;
  }
  collection.announce(path, header.size);
  return true;
}

/** The records of a pax header that stood before the entry, if one did. */
function paxOf(header: Header): Partial<Record<string, string>> {
  return header.pax ?? {};
}

function nameOf(header: Header): Buffer {
  if (paxOf(header).path !== header.name) return Buffer.from(header.name, 'latin1');
  // The library has decoded this one already, and has put U+FFFD where the bytes were no UTF-8. In latin1 it is no UTF-8 again.
  return header.name.includes('\ufffd') ? Buffer.from(header.name, 'latin1') : Buffer.from(header.name);
}

const SPECIAL: Partial<Record<string, string>> = {
  link: 'a hard link',
  symlink: 'a symbolic link',
  'character-device': 'a device',
  'block-device': 'a device',
  fifo: 'a named pipe',
};

function kindOf(header: Header, path: string): 'file' | 'folder' {
  const sparse = Object.keys(paxOf(header)).some((key) => key.startsWith('GNU.sparse.'));
  const type: string = header.type ?? '';
  if (type === 'directory' || path === '') return 'folder';
  if ((type === 'file' || type === 'contiguous-file') && !sparse) return 'file';
  throw new Refusal(`The submission holds ${SPECIAL[type] ?? 'an entry of an unknown kind'}, ${show(path)}.`);
}
