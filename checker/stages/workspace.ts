import { existsSync } from 'node:fs';
import { access, constants, lstat, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { UserError } from '../errors.ts';
import type { Home } from '../project.ts';
import { slashed } from '../slashed.ts';
import { isLeftOut } from '../submission/left_out.ts';
import type { Task } from '../tasks.ts';
import { isDraft, orTell, remove, shown, told, writeWhole } from '../write_whole.ts';
import { type FileTree, starterOf } from './compose.ts';

/** What a move does to the workspace. */
export type Change = { write: FileTree; remove: string[] };

/**
 * Writes what is missing in the workspace for task `present`. A file that is there is the learner's and stays as it is.
 * Gives the names of the files that were written.
 */
export async function setUp({ workspace }: Home, tasks: Task[], present: number): Promise<string[]> {
  return writeMissing(workspace, await starterOf(Math.min(present, tasks.length - 1), tasks));
}

/** Writes the files that are not there yet, and gives their names. */
export async function writeMissing(folder: string, tree: FileTree): Promise<string[]> {
  const written: string[] = [];
  for (const [name, content] of tree) {
    const path = join(folder, name);
    if (existsSync(path)) continue;
    await writeWhole(path, content);
    written.push(name);
  }
  return written;
}

/** The learner's files, as far as they count: without links and what is left out of a submission. Empty if there is no workspace. */
export async function readWorkspace({ workspace }: Pick<Home, 'workspace'>): Promise<FileTree> {
  const paths = (await filesBelow(workspace)).filter((path) => !isLeftOut(basename(path)));
  const files = paths.map(async (path) => [slashed(relative(workspace, path)), await readFile(path)] as const);
  return new Map((await Promise.all(files)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Deletes and writes files below a folder. Everything that could refuse is asked before the first of them is touched. */
export async function applyChange(folder: string, change: Change): Promise<void> {
  for (const name of [...change.remove, ...change.write.keys()]) await demandWritable(folder, name);
  await removeDrafts(new Set([...change.write.keys()].map((name) => dirname(join(folder, name)))));
  for (const name of change.remove) await remove(join(folder, name));
  for (const [name, content] of change.write) await writeWhole(join(folder, name), content);
}

/** Removes what a run that was killed has left in folders that are written to again. */
async function removeDrafts(folders: Iterable<string>): Promise<void> {
  for (const folder of folders)
    for (const { name } of (await entriesOf(folder)).filter((entry) => isDraft(entry.name)))
      await remove(join(folder, name));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  const nested = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isLeftOut(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(nested)).flat();
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    const name = shown(folder);
    if (code === 'ENOTDIR') throw new UserError(`${name} is not a folder. Move it away, then run \`npx kata start\`.`);
    if (code === 'EACCES') throw new UserError(`${name} cannot be read. Make it readable, then run this again.`);
    throw error;
  }
}

/** A file is replaced by renaming, so its folder must be writable; and no link may lead out of the workspace. */
async function demandWritable(folder: string, name: string): Promise<void> {
  const parts = name.split('/');
  let parent = folder;
  for (const [index, part] of parts.entries()) {
    const path = join(parent, part);
    const stats = await lstat(path).catch(() => undefined);
    if (!stats) break;
    if (stats.isSymbolicLink())
      throw new UserError(`${shown(path)} is a link. Put a real file or folder in its place, then run this again.`);
    const last = index === parts.length - 1;
    if (stats.isDirectory() === last) throw told(path, { code: last ? 'EISDIR' : 'ENOTDIR' });
    if (!last) parent = path;
  }
  if (existsSync(parent)) await orTell(parent, () => access(parent, constants.W_OK));
}
