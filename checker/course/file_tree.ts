import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Files with their contents; the names are relative, with slashes, and sorted. */
export type FileTree = Map<string, Buffer>;

/** All files below a folder. */
export async function readTree(folder: string): Promise<FileTree> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const named = files.map((file, index) => [nameIn(folder, file), contents[index] as Buffer] as const);
  return sorted(new Map(named));
}

/** The same files in the order of their names. */
export function sorted(tree: FileTree): FileTree {
  return new Map([...tree].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** How a tree of `folder` names the file at an absolute path. */
export function nameIn(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}
