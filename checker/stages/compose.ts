import { join } from 'node:path';
import { courseFile, courseTree } from '../course/course.ts';
import { type FileTree, sorted } from '../course/file_tree.ts';
import { PROJECT } from '../project.ts';
import type { Task } from '../tasks.ts';

export { type FileTree, readTree } from '../course/file_tree.ts';

/** What the finished server adds around the API is no part of any stage. */
const EXTRAS = /^(?:(?:server|web)\/|README\.md$|Dockerfile|compose\.yaml$)/;

/** The finished server as learners could build it. */
export async function finishedStage(): Promise<FileTree> {
  const tree = await courseTree(PROJECT.solutions);
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
  return courseFile(join(task.starter, path));
}
