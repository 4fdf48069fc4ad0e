import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PROJECT } from '../project.ts';
import type { Task } from '../tasks.ts';
import { slashed } from './names.ts';

/** Files with their contents; the names are relative, with slashes, and sorted. */
export type FileTree = Map<string, Buffer>;

/** What the finished server adds around the API is no part of any stage. */
const EXTRAS = /^(?:(?:server|web)\/|README\.md$|Dockerfile|compose\.yaml$)/;

/** The finished server as learners could build it. */
export async function finishedStage(): Promise<FileTree> {
  const tree = await readTree(PROJECT.solutions);
  return new Map([...tree].filter(([name]) => !EXTRAS.test(name)));
}

/** The server as it stands before task `number`: the finished one with the tasks last … `number` undone, last first. */
export async function stageBefore(number: number, tasks: Task[]): Promise<FileTree> {
  const tree = await finishedStage();
  for (const task of tasks.filter((candidate) => candidate.number >= number).reverse()) await undo(task, tree);
  return sorted(tree);
}

/** What a learner starts task `number` with: the stage before it, and the scaffolds of the files that it creates. */
export async function starterOf(number: number, tasks: Task[]): Promise<FileTree> {
  const tree = await stageBefore(number, tasks);
  const task = tasks.find((candidate) => candidate.number === number);
  for (const path of task?.creates ?? []) tree.set(path, await starterFile(task as Task, path));
  return sorted(tree);
}

async function undo(task: Task, tree: FileTree): Promise<void> {
  for (const path of task.touches) tree.set(path, await starterFile(task, path));
  for (const path of task.creates) tree.delete(path);
}

async function starterFile(task: Task, path: string): Promise<Buffer> {
  return readFile(join(task.starter, path));
}

/** All files below a folder. */
export async function readTree(folder: string): Promise<FileTree> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const named = files.map((file, index) => [slashed(relative(folder, file)), contents[index] as Buffer] as const);
  return sorted(new Map(named));
}

function sorted(tree: FileTree): FileTree {
  return new Map([...tree].sort(([one], [other]) => (one < other ? -1 : 1)));
}
