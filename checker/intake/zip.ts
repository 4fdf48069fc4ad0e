import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReader, getFileNameLowLevel, RandomAccessReader, type ZipFile } from 'yauzl';
import { checkEntries } from './caps.ts';
import type { Collection } from './collection.ts';
import { Landmarks } from './landmarks.ts';
import { LIMITS } from './limits.ts';
import { judgeBelow, locate } from './names.ts';
import { Refusal, show } from './refusal.ts';

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x1 | 0x40 | 0x2000;
const UTF8 = 0x800;
const LINK = 0o120000;
const SLASH = 0x2f;
const MADE_ON_WINDOWS = [0, 10, 11, 14];

/**
 * Collects the files of a zip archive. The central directory alone counts, as for every well-known program.
 *
 * @throws Refusal, or any error where the archive is broken.
 */
export async function readZip(fd: number, size: number, collection: Collection): Promise<void> {
  const reader = new DescriptorReader(fd);
  await Promise.race([readAll(reader, size, collection), reader.failure]);
}

async function readAll(reader: DescriptorReader, size: number, collection: Collection): Promise<void> {
  collection.root = await locateRoot(await openZip(reader, size));
  const zip = await openZip(reader, size);
  const files = await listFiles(zip, collection);
  const starts = await findContents(zip, files);
  checkOverlap(files, starts);
  for (const file of files) collection.put(file.path, await readContent(zip, file));
}

function openZip(reader: DescriptorReader, size: number): Promise<ZipFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ZipFile>();
  // Raw names: the library would guess an encoding, and turn backslashes, before we have seen the bytes.
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: true };
  fromRandomAccessReader(reader, size, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  return promise;
}

type ZippedFile = { path: string; entry: Entry };

async function locateRoot(zip: ZipFile): Promise<string> {
  checkEntries(zip.entryCount);
  const landmarks = new Landmarks();
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    const located = locate(name);
    if (located && name.at(-1) !== SLASH) landmarks.see(located.text, typeOf(entry) === LINK);
  }
  return landmarks.root();
}

async function listFiles(zip: ZipFile, collection: Collection): Promise<ZippedFile[]> {
  const files: ZippedFile[] = [];
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    const located = locate(name);
    const path = located && judgeBelow(collection.root, located);
    if (path === null) continue;
    const isFolder = kindOf(entry, name, path) === 'folder';
    if (isFolder) collection.addFolder(path);
    if (isFolder) continue;
    checkEntry(entry, path);
    collection.announce(path, entry.uncompressedSize);
    files.push({ path, entry });
  }
  return files;
}

/**
 * The bytes of a name in UTF-8, if it is not marked as that already: from its Unicode Path field (APPNOTE 4.6.9), or as it stands,
 * since many programs write UTF-8 and do not say so, or from the code page of DOS (APPNOTE, appendix D), which Windows' own
 * archives still use.
 */
function nameOf(entry: Entry): Buffer {
  const { fileNameRaw: raw, generalPurposeBitFlag: flags, extraFields } = entry;
  const encoding = isUtf8(raw) ? flags | UTF8 : flags;
  const isMarked = (flags & UTF8) !== 0;
  const name = isMarked ? raw : Buffer.from(getFileNameLowLevel(encoding, raw, extraFields, true));
  const host = entry.versionMadeBy >> 8;
  // Old tools of Windows write backslashes between folders, against the standard (APPNOTE 4.4.17.1).
  if (!MADE_ON_WINDOWS.includes(host) || !name.includes('\\')) return name;
  return Buffer.from(name.map((byte) => (byte === 0x5c ? SLASH : byte)));
}

function typeOf(entry: Entry): number {
  return (entry.externalFileAttributes >>> 16) & 0o170000;
}

/** The kind as Unix tools note it in the upper half of the attributes; zero there means that nothing is noted. */
function kindOf(entry: Entry, name: Buffer, path: string): 'file' | 'folder' {
  const type = typeOf(entry);
  if (type === LINK) throw new Refusal(`The submission holds a symbolic link, ${show(path)}.`);
  if (type !== 0 && type !== 0o100000 && type !== 0o040000) {
    throw new Refusal(`The submission holds a pipe, socket or device, ${show(path)}.`);
  }
  return type === 0o040000 || name.at(-1) === SLASH || path === '' ? 'folder' : 'file';
}

function checkEntry(entry: Entry, path: string): void {
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) {
    throw new Refusal(`The file ${show(path)} in the archive is encrypted.`);
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw new Refusal(
      `The file ${show(path)} is packed by a method that is not read here (${entry.compressionMethod}).`,
    );
  }
  // Deflate grows what it cannot pack by a few bytes only. Far more means empty blocks, which cost time for nothing.
  if (entry.compressedSize > 2 * entry.uncompressedSize + 1024) throw new Error('packed size far over the real one');
}

/** Where the content of each file begins, as the header in front of it says. */
async function findContents(zip: ZipFile, files: ZippedFile[]): Promise<number[]> {
  const starts: number[] = [];
  for (const { entry } of files) {
    const header = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    starts.push(header.fileDataStart);
  }
  return starts;
}

/** Two files with the same bytes between them: the way to a small archive with endless content. */
function checkOverlap(files: ZippedFile[], starts: number[]): void {
  const ranges = files.map(({ path, entry }, index) => {
    const end = (starts[index] ?? 0) + entry.compressedSize;
    return { path, begin: entry.relativeOffsetOfLocalHeader, end };
  });
  ranges.sort((a, b) => a.begin - b.begin);
  for (const [index, range] of ranges.entries()) {
    const before = ranges[index - 1];
    if (before && before.end > range.begin) {
      throw new Refusal(`The files ${show(before.path)} and ${show(range.path)} overlap in the archive.`);
    }
  }
}

async function readContent(zip: ZipFile, { path, entry }: ZippedFile): Promise<Buffer> {
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LIMITS.fileBytes) throw new Refusal(`The file ${show(path)} is larger than the archive says.`);
      chunks.push(chunk);
    }
  } finally {
    stream.destroy();
  }
  const content = Buffer.concat(chunks, length);
  if (length !== entry.uncompressedSize || crc32(content) !== entry.crc32) throw new Error('checksum differs');
  return content;
}

/**
 * Reads the archive through its open descriptor. The library calls back from here; what it throws on hostile bytes
 * inside such a call would end the process, so it is caught and given out as `failure`.
 */
class DescriptorReader extends RandomAccessReader {
  readonly failure: Promise<never>;
  #fail: (reason: unknown) => void;
  #fd: number;

  constructor(fd: number) {
    super();
    this.#fd = fd;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failure = promise;
    this.#fail = reject;
    promise.catch(() => {});
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, read?: number) => void,
  ): void {
    process.nextTick(() => {
      try {
        callback(null, readSync(this.#fd, buffer, offset, length, position));
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  override createReadStream({ start, end }: { start: number; end: number }): Readable {
    const fd = this.#fd;
    function* chunks() {
      for (let position = start; position < end; ) {
        const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, end - position));
        const read = readSync(fd, chunk, 0, chunk.length, position);
        if (read === 0) return;
        position += read;
        yield chunk.subarray(0, read);
      }
    }
    return Readable.from(chunks(), { objectMode: false });
  }
}
