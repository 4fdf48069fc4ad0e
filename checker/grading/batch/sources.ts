import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { hasEntry } from '../../harness/compile.ts';
import { fileNames } from './file_name.ts';

/** A submission that is to be graded: where it is, and how the class knows it. */
export type Source = {
  /** In the composed Unicode form, whatever the system writes. */
  name: string;
  /** Bytes: on Linux, a name need not be text. */
  path: Buffer;
  /** A name for files, unique in the class on every system: `file_name.ts`. */
  fileName: string;
};

const ARCHIVE = /\.(?:zip|tar\.gz|tgz|tar)$/i;
/** Where the work lies in a learner's repository. */
const WORKSPACE = 'workspace';
/** Folders of a learner's repository that hold an API. */
const OWN = new Set([WORKSPACE, 'solutions']);

/**
 * The submissions that the paths stand for: a submission itself, an archive of one, or a folder of submissions. In the order
 * of their names. Throws a UserError where there is none.
 */
export async function findSources(paths: string[]): Promise<Source[]> {
  const found = (await Promise.all(paths.map((path) => below(resolve(path), path)))).flat();
  const unique = [...new Map(found.map((path) => [path.toString('latin1'), path])).values()];
  if (unique.length === 0)
    throw new UserError('No submission was named. Write a folder of submissions, or an archive.');
  const named = unique.map((path) => ({ path, name: nameOf(path) })).sort(byName);
  const files = fileNames(named);
  return named.map((source, index) => ({ ...source, fileName: files[index] as string }));
}

async function below(path: string, shown: string): Promise<Buffer[]> {
  const itself = [Buffer.from(path)];
  const status = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(error.code === 'ENOENT' ? `There is no ${shown}.` : `${shown} cannot be read (${error.code}).`);
  });
  if (!status.isDirectory()) {
    if (ARCHIVE.test(path)) return itself;
    throw new UserError(`${shown} is no submission: a submission is a folder, a .zip or a .tar.gz.`);
  }
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' }).catch(() => undefined);
  // The intake says why.
  if (!entries) return itself;
  const candidates = entries.filter(isCandidate).map(({ name }) => Buffer.concat([Buffer.from(join(path, '/')), name]));
  const texts = candidates.map(String);
  if (isSubmission(path) && !isClass(path, texts)) return itself;
  if (candidates.length === 0) throw new UserError(`There are no submissions in ${shown}.`);
  // A folder in a folder, as some archive programs make it.
  const [only] = texts;
  if (texts.length === 1 && only !== undefined && isSubmission(only) && !ARCHIVE.test(only)) return itself;
  return candidates;
}

function isSubmission(folder: string): boolean {
  return hasEntry(folder) || hasEntry(join(folder, WORKSPACE));
}

/**
 * Whether what looks like a submission is a class, where `api` or `workspace` is the name of a learner: the work of others lies
 * beside it. An archive beside `api` and `models` is the learner's own.
 */
function isClass(folder: string, candidates: readonly string[]): boolean {
  const others = candidates.filter((path) => !OWN.has(basename(path)));
  if (others.some(isSubmission)) return true;
  const hasModels = hasEntry(folder) && existsSync(join(folder, 'models'));
  return !hasModels && others.some((path) => ARCHIVE.test(path));
}

function isCandidate(entry: Dirent<Buffer>): boolean {
  const name = String(entry.name);
  if (name.startsWith('.') || name === '__MACOSX' || name === 'node_modules') return false;
  return entry.isDirectory() || entry.isSymbolicLink() || ARCHIVE.test(name);
}

function nameOf(path: Buffer): string {
  return basename(String(path)).replace(ARCHIVE, '').normalize('NFC');
}

function byName(one: { name: string; path: Buffer }, other: { name: string; path: Buffer }): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return Buffer.compare(one.path, other.path);
}
