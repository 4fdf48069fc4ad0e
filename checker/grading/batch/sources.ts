import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { hasEntry } from '../../harness/compile.ts';
import { isArchiveName, withoutArchiveEnding } from '../../intake/archive_names.ts';
import { show } from '../../intake/refusal.ts';
import {
  classEntries,
  type Entry,
  holdsWork,
  isSubmission,
  type NotTaken,
  noHandIn,
  RESULTS,
  WORKSPACE,
} from './class_entries.ts';
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

/** What was found where submissions were said to be. */
export type Found = {
  sources: Source[];
  /** Folders of submissions among what was named: absolute, without links. */
  classes: string[];
  /** How the folders were understood, and what in them is no submission: a sentence each. */
  notes: string[];
};

/** Folders of a learner's repository that hold an API. */
const OWN = new Set([WORKSPACE, 'solutions']);
/** Folders that make a submission, and not a class, also where the API is missing. */
const PARTS = new Set([...OWN, 'api', 'models', 'tasks', 'checker']);

/**
 * The submissions that the paths stand for: a submission itself, an archive of one, or a folder of submissions. In the order
 * of their names. Each entry of a folder of submissions is a source or in a note. Throws a UserError where there is none.
 */
export async function findSources(paths: string[]): Promise<Found> {
  const parts = await Promise.all(paths.map((path) => below(path, paths.length === 1)));
  const found = parts.flatMap(({ entries }) => entries);
  const unique = [...new Map(found.map((entry) => [entry.path.toString('latin1'), entry])).values()];
  const notes = parts.flatMap((part) => part.notes);
  if (unique.length === 0)
    throw new UserError(['No submission was named. Write a folder of submissions, or an archive.', ...notes].join(' '));
  const named = unique
    .map(({ path, name, kind }) => ({ path, name: kind === 'folder' ? name : withoutArchiveEnding(name) }))
    .map(({ path, name }) => ({ path, name: name.normalize('NFC') }))
    .sort(byName);
  const files = fileNames(named);
  const sources = named.map((source, index) => ({ ...source, fileName: files[index] as string }));
  return {
    sources,
    classes: parts.flatMap(({ isClass, path }) => (isClass ? [path] : [])),
    notes,
  };
}

type Part = { path: string; isClass: boolean; entries: Entry[]; notes: string[] };

/** What one path stands for. `alone`: no other was named. Links that were named are followed. */
async function below(named: string, alone: boolean): Promise<Part> {
  const { path, kind } = await lookAt(named);
  const entry: Entry = { path: Buffer.from(path), name: basename(resolve(named)), kind };
  const itself = (note?: string): Part => ({ path, isClass: false, entries: [entry], notes: note ? [note] : [] });
  const what = await noHandIn(entry);
  // All that is in a folder may be named, as by `class/*`.
  if (!alone && what) return { ...itself(), entries: [], notes: notTakenNotes([{ name: entry.name, what }]) };
  if (kind !== 'folder') {
    if (!alone || isArchive(entry)) return itself();
    throw new UserError(`${named} is no submission: a submission is a folder, a .zip or a .tar.gz.`);
  }
  if (what === RESULTS) throw new UserError(`There are no submissions in ${named}: it holds ${RESULTS}.`);
  const all = await classEntries(path).catch(() => undefined);
  // The intake says why.
  if (!all) return itself();
  const { candidates, notTaken } = all;
  const asOne = `it is graded as one submission, under the name ${show(entry.name)}.`;
  if ((isSubmission(path) && !isClass(path, candidates)) || isPartsAlone(candidates))
    return itself(
      alone
        ? `${show(entry.name)} looks like a submission itself, not like a folder of submissions: ${asOne}`
        : undefined,
    );
  if (alone && candidates.length === 0)
    throw new UserError([`There are no submissions in ${named}.`, ...notTakenNotes(notTaken)].join(' '));
  const only = onlySubmission(candidates);
  // Where each learner is named, this is a folder in a learner's folder, as some archive programs make it.
  if (!alone && only) return itself(`${show(entry.name)} contains one submission, ${show(only.name)}: ${asOne}`);
  if (!alone && !(await someWork(candidates))) return itself();
  return { path, isClass: true, entries: candidates, notes: notTakenNotes(notTaken) };
}

async function lookAt(named: string): Promise<{ path: string; kind: Entry['kind'] }> {
  try {
    const path = await realpath(resolve(named));
    const status = await stat(path);
    return { path, kind: status.isDirectory() ? 'folder' : status.isFile() ? 'file' : 'other' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `There is no ${named}.` : `${named} cannot be read (${code}).`);
  }
}

/**
 * Whether what looks like a submission is a class, where `api` or `workspace` is the name of a learner: the work of others lies
 * beside it. An archive beside `api` and `models` is the learner's own.
 */
function isClass(folder: string, candidates: readonly Entry[]): boolean {
  const others = candidates.filter(({ name }) => !OWN.has(name));
  if (others.some(({ path }) => isSubmission(String(path)))) return true;
  const hasModels = hasEntry(folder) && existsSync(join(folder, 'models'));
  return !hasModels && others.some(isArchive);
}

/** Whether all folders here are called as the parts of a submission, and none of them is one. The intake says what is missing. */
function isPartsAlone(candidates: readonly Entry[]): boolean {
  const folders = candidates.filter(({ kind }) => kind === 'folder');
  return (
    folders.length > 0 &&
    folders.every(({ name, path }) => PARTS.has(name) && !isSubmission(String(path))) &&
    !candidates.some(isArchive)
  );
}

/** The one folder with a submission, or the one archive, that all is about. */
function onlySubmission(candidates: readonly Entry[]): Entry | undefined {
  const [only, another] = candidates.filter((entry) => entry.kind === 'folder' || isArchive(entry));
  return only && !another && (isArchive(only) || isSubmission(String(only.path))) ? only : undefined;
}

/** Whether there is a class at all: in a learner's folder without an API, folders are no learners. */
async function someWork(candidates: readonly Entry[]): Promise<boolean> {
  for (const entry of candidates) if (isArchive(entry) || (await holdsWork(String(entry.path)))) return true;
  return false;
}

function isArchive({ kind, name }: Entry): boolean {
  return kind !== 'folder' && isArchiveName(name);
}

/** A sentence for each reason. */
function notTakenNotes(notTaken: readonly NotTaken[]): string[] {
  const reasons = Object.entries(Object.groupBy(notTaken, ({ what }) => what));
  return reasons.map(
    ([what, entries = []]) =>
      `Not taken: ${entries.map(({ name }) => show(name)).join(', ')}, because ${what} are not submissions.`,
  );
}

function byName(one: { name: string; path: Buffer }, other: { name: string; path: Buffer }): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return Buffer.compare(one.path, other.path);
}
