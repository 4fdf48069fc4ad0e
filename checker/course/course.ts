import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { UserError } from '../errors.ts';
import { PROJECT } from '../project.ts';
import { type FileTree, nameIn, readTree } from './file_tree.ts';
import { isSealed } from './is_sealed.ts';
import { unseal } from './seal.ts';

// The one place that knows whether the course lies in open folders, as here, or sealed in one file, as in a learners'
// kit. Files have the same absolute paths in both.

let opened: FileTree | undefined;

/** The names in a folder of the course that it has files in. */
export async function courseNames(folder: string): Promise<string[]> {
  if (!isSealed()) return (await readdir(folder)).sort();
  return [...new Set([...(await courseTree(folder)).keys()].map((name) => name.split('/')[0] as string))];
}

/** A file of the course. `path` is absolute. */
export async function courseFile(path: string): Promise<Buffer> {
  if (!isSealed()) return readFile(path);
  const content = sealedTree().get(nameIn(PROJECT.root, path));
  if (content) return content;
  throw damaged();
}

/** All files of the course below a folder. */
export async function courseTree(folder: string): Promise<FileTree> {
  if (!isSealed()) return readTree(folder);
  const prefix = `${nameIn(PROJECT.root, folder)}/`;
  const inside = [...sealedTree()].filter(([name]) => name.startsWith(prefix));
  return new Map(inside.map(([name, content]) => [name.slice(prefix.length), content]));
}

/** What a module of the course exports as its default: plain data. */
export async function courseData(path: string): Promise<unknown> {
  if (isSealed()) return JSON.parse((await courseFile(path)).toString('utf8'));
  return ((await import(pathToFileURL(path).href)) as { default: unknown }).default;
}

function sealedTree(): FileTree {
  try {
    opened ??= unseal(readFileSync(PROJECT.sealed));
    return opened;
  } catch {
    throw damaged();
  }
}

function damaged(): UserError {
  return new UserError(
    `${nameIn(PROJECT.root, PROJECT.sealed)} is damaged. Get it back, for example with \`git checkout -- checker\`, or ask for the kit again.`,
  );
}
