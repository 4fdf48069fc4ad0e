import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { hasEntry } from '../../harness/compile.ts';

/** A submission that is to be graded: where it is, and how the class knows it. */
export type Source = {
  name: string;
  path: string;
  /** A name for files, unique in the class: letters, digits, `-` and `_` only. */
  fileName: string;
  /** When it was handed in: the time of its newest file, ISO 8601, UTC. */
  submitted: string;
};

const ARCHIVE = /\.(?:zip|tar\.gz|tgz|tar)$/i;
/** Where the work lies in a learner's repository. */
const WORKSPACE = 'workspace';
/** Folders of a learner's repository that hold an API. */
const OWN = new Set([WORKSPACE, 'solutions']);

const MAX_NAME = 60;

/** More files than any submission may have: then it is refused, and its time says nothing. */
const MAX_FILES = 2000;

/**
 * The submissions that the paths stand for: a submission itself, an archive of one, or a folder of submissions. In the order
 * of their names. Throws a UserError where there is none.
 */
export async function findSources(paths: string[]): Promise<Source[]> {
  const found = (await Promise.all(paths.map((path) => below(resolve(path), path)))).flat();
  const unique = [...new Set(found)];
  if (unique.length === 0)
    throw new UserError('No submission was named. Write a folder of submissions, or an archive.');
  const named = unique.map((path) => ({ path, name: nameOf(path) })).sort(byName);
  const taken = new Set<string>();
  return Promise.all(
    named.map(async ({ path, name }) => ({
      name,
      path,
      fileName: freeName(name, taken),
      submitted: await timeOf(path),
    })),
  );
}

async function below(path: string, shown: string): Promise<string[]> {
  const status = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(error.code === 'ENOENT' ? `There is no ${shown}.` : `${shown} cannot be read (${error.code}).`);
  });
  if (!status.isDirectory()) {
    if (ARCHIVE.test(path)) return [path];
    throw new UserError(`${shown} is no submission: a submission is a folder, a .zip or a .tar.gz.`);
  }
  const entries = await readdir(path, { withFileTypes: true });
  const candidates = entries.filter(isCandidate).map(({ name }) => join(path, name));
  if (isSubmission(path) && !isClass(path, candidates)) return [path];
  if (candidates.length === 0) throw new UserError(`There are no submissions in ${shown}.`);
  // A folder in a folder, as some archive programs make it.
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined && isSubmission(only) && !ARCHIVE.test(only)) return [path];
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

function isCandidate(entry: Dirent): boolean {
  if (entry.name.startsWith('.') || entry.name === '__MACOSX' || entry.name === 'node_modules') return false;
  return entry.isDirectory() || entry.isSymbolicLink() || ARCHIVE.test(entry.name);
}

function nameOf(path: string): string {
  return basename(path).replace(ARCHIVE, '');
}

function byName(one: { name: string; path: string }, other: { name: string; path: string }): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.path < other.path ? -1 : 1;
}

function freeName(name: string, taken: Set<string>): string {
  const plain =
    name
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9_-]+/g, '_')
      .slice(0, MAX_NAME)
      .replace(/^_+|_+$/g, '') || 'submission';
  let free = plain;
  // Some file systems know no difference between `Ann` and `ann`.
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${plain}-${count}`;
  taken.add(free.toLowerCase());
  return free;
}

async function timeOf(path: string): Promise<string> {
  const status = await lstat(path);
  if (!status.isDirectory()) return status.mtime.toISOString();
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).slice(0, MAX_FILES);
  const times = await Promise.all(
    files.map(async (entry) => (await lstat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return new Date(times.length === 0 ? status.mtimeMs : Math.max(...times)).toISOString();
}
