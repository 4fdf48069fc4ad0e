import { foldCase } from '../submission/fold_case.ts';
import { bytes, count, LIMITS } from './limits.ts';
import { Refusal, show } from './refusal.ts';

/**
 * The files of a submission on their way from the source to the copy, in memory (20 MiB at most), so that what was
 * judged is what is written. It counts, and it finds names that would meet on another file system.
 *
 * Paths are relative to the root, and those that `judgeName` or `judgeBelow` let pass. Every method throws a Refusal where a limit is broken.
 */
export class Collection {
  /** The folder of the source that holds the API, and that all paths are relative to: `''`, or with a final slash. */
  root = '';
  readonly files = new Map<string, Buffer>();
  /** When files of a folder were written. Milliseconds since 1970. */
  readonly times = new Map<string, number>();
  /** The same of the archive, whose files have no time that can be trusted: many tools write it without a zone. */
  packed = 0;
  #folders = new Set<string>();
  #claims = new Map<string, { path: string; kind: 'file' | 'folder' }>();
  #announced = 0;
  #total = 0;

  addFolder(path: string): void {
    if (path === '' || this.#folders.has(path)) return;
    checkPath(path);
    this.addFolder(parentOf(path));
    this.#claim(path, 'folder');
    this.#folders.add(path);
    if (this.#folders.size > LIMITS.folders) {
      throw new Refusal(`The submission has more than ${count(LIMITS.folders)} folders.`);
    }
  }

  /** To be called before the content is read: `size` is what the source says, and the content may still differ. */
  announce(path: string, size: number): void {
    checkPath(path);
    this.addFolder(parentOf(path));
    this.#claim(path, 'file');
    this.#announced += 1;
    if (this.#announced > LIMITS.files) {
      throw new Refusal(`The submission has more than ${count(LIMITS.files)} files.`);
    }
    this.#checkSize(path, size);
  }

  put(path: string, content: Buffer): void {
    this.#checkSize(path, content.length);
    this.#total += content.length;
    this.files.set(path, content);
  }

  /** The files in the order of their names. */
  sorted(): Map<string, Buffer> {
    return new Map([...this.files].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #checkSize(path: string, size: number): void {
    if (size > LIMITS.fileBytes) {
      throw new Refusal(
        `The file ${show(path)} has ${bytes(size)}; a file may have ${bytes(LIMITS.fileBytes)} at most.`,
      );
    }
    if (this.#total + size > LIMITS.totalBytes) {
      throw new Refusal(`The submission has more than ${bytes(LIMITS.totalBytes)} in all.`);
    }
  }

  #claim(path: string, kind: 'file' | 'folder'): void {
    const key = foldCase(path);
    const other = this.#claims.get(key);
    if (!other) {
      this.#claims.set(key, { path, kind });
      return;
    }
    if (other.path === path) throw new Refusal(`The name ${show(path)} is there twice.`);
    const [first, second] = [other.path, path].sort();
    throw new Refusal(
      `The names ${show(first ?? '')} and ${show(second ?? '')} differ only in upper and lower case or in how a letter is encoded, and many systems take them for one.`,
    );
  }
}

function checkPath(path: string): void {
  const levels = path.split('/').length;
  if (levels > LIMITS.levels) {
    throw new Refusal(`The path ${show(path)} is more than ${LIMITS.levels} levels deep.`);
  }
  const length = Buffer.byteLength(path);
  if (length > LIMITS.pathBytes) {
    throw new Refusal(`The path ${show(path)} has ${length} bytes; ${LIMITS.pathBytes} are the most.`);
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}
