import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEntry } from '../../harness/compile.ts';
import { isArchiveName } from '../../intake/archive_names.ts';
import { readAtMost, withFile } from '../../intake/read_file.ts';

/** What may be a hand-in. `other`: a link or something special; the intake says what. */
export type Entry = { path: Buffer; name: string; kind: 'folder' | 'file' | 'other' };

/** What is in a class folder and no hand-in, and what it is, as a noun for many. */
export type NotTaken = { name: string; what: string };

/** What a folder is that `kata grade` has written. */
export const RESULTS = 'results of kata grade';

/** Where the work lies in a learner's repository. */
export const WORKSPACE = 'workspace';

/** Bytes of a `run.json`, which has a line for each submission. */
const LONGEST_RUN = 16 * 1024 * 1024;

const SYSTEM =
  /^(thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|__macosx|@eadir|\$recycle\.bin|system volume information|lost\+found)$/i;

/** What instructors and platforms put beside the hand-ins. Every other file is taken for one. */
const BESIDE =
  /^(readme|licen[cs]e)(\.|$)|\.(md|markdown|txt|rtf|pdf|docx?|odt|pages|html?|csv|tsv|xlsx?|ods|numbers|pptx?|json|xml|ya?ml|toml|ini|log|png|jpe?g|gif|svg|webp|eml|ics|db|sqlite3?)$/i;

/**
 * The entries of a class folder, each in one of two lists, in the order of their bytes. Names are bytes, and none of the entries
 * keeps the others from being found.
 *
 * @throws the system's error where the folder itself cannot be listed.
 */
export async function classEntries(folder: string): Promise<{ candidates: Entry[]; notTaken: NotTaken[] }> {
  const names = (await readdir(folder, { encoding: 'buffer' })).sort(Buffer.compare);
  const candidates: Entry[] = [];
  const notTaken: NotTaken[] = [];
  for (const bytes of names) {
    const entry = await entryOf(Buffer.concat([Buffer.from(join(folder, '/')), bytes]), String(bytes));
    const what = await noHandIn(entry);
    if (what) notTaken.push({ name: entry.name, what });
    else candidates.push(entry);
  }
  return { candidates, notTaken };
}

/** Whether a folder has the API where a submission has it. */
export function isSubmission(folder: string): boolean {
  return hasEntry(folder) || hasEntry(join(folder, WORKSPACE));
}

/** Whether there is work in a folder, at any place where a submission may have it, or packed. */
export async function holdsWork(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return isSubmission(folder) || names.some((name) => isArchiveName(name) || isSubmission(join(folder, name)));
}

async function entryOf(path: Buffer, name: string): Promise<Entry> {
  // What is gone meanwhile, or cannot be looked at, is refused by the intake.
  const status = await lstat(path).catch(() => undefined);
  const kind = status?.isDirectory() ? 'folder' : status?.isFile() ? 'file' : 'other';
  return { path, name, kind };
}

/** What an entry is that is no hand-in, as a noun for many; undefined if it may be one. */
export async function noHandIn({ path, name, kind }: Entry): Promise<string | undefined> {
  if (name.startsWith('.')) return 'hidden files and folders';
  if (SYSTEM.test(name)) return 'files of the operating system';
  if (kind !== 'folder') return BESIDE.test(name) ? 'documents and data' : undefined;
  if (name === 'node_modules') return 'packages';
  return (await holdsResults(String(path))) ? RESULTS : undefined;
}

/** Whether a folder is what a run of `kata grade` has written, of whatever version, or holds nothing but such folders. */
async function holdsResults(folder: string, levels = 2): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === 'run.json')) return isRun(folder);
  const shown = entries.filter(({ name }) => !name.startsWith('.'));
  if (levels === 0 || shown.length === 0 || !shown.every((entry) => entry.isDirectory())) return false;
  for (const { name } of shown) if (!(await holdsResults(join(folder, name), levels - 1))) return false;
  return true;
}

/** A learner's own work with results beside it is a hand-in all the same. */
function isRun(folder: string): boolean {
  if (isSubmission(folder)) return false;
  try {
    const content = withFile(join(folder, 'run.json'), '', (fd, size) => readAtMost(fd, size, LONGEST_RUN));
    const run: unknown = JSON.parse(String(content));
    return typeof run === 'object' && run !== null && 'kata' in run && 'submissions' in run;
  } catch {
    return false;
  }
}
