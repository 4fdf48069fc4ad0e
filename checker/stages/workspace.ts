import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PROJECT } from '../project.ts';
import type { Task } from '../tasks.ts';
import { type FileTree, starterOf } from './compose.ts';

/**
 * Writes what is missing in the workspace for task `present`. A file that is there is the learner's and stays as it is.
 * Gives the names of the files that were written.
 */
export async function setUp(tasks: Task[], present: number): Promise<string[]> {
  return writeMissing(PROJECT.workspace, await starterOf(Math.min(present, tasks.length - 1), tasks));
}

/** Writes the files that are not there yet, and gives their names. */
export async function writeMissing(folder: string, tree: FileTree): Promise<string[]> {
  const written: string[] = [];
  for (const [name, content] of tree) {
    const path = join(folder, name);
    if (existsSync(path)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { flag: 'wx' });
    written.push(name);
  }
  return written;
}
