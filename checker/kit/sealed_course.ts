import { join } from 'node:path';
import { courseData, courseFile } from '../course/course.ts';
import { type FileTree, nameIn } from '../course/file_tree.ts';
import { PROJECT } from '../project.ts';
import { finishedStage } from '../stages/compose.ts';
import type { Task } from '../tasks.ts';

/** What the checker reads of the course while it runs, and nothing else, by the names that it has in the project. */
export async function sealedCourse(tasks: Task[]): Promise<FileTree> {
  const course: FileTree = new Map();
  const put = (path: string, content: Buffer) => course.set(nameIn(PROJECT.root, path), content);
  for (const [name, content] of await finishedStage()) put(join(PROJECT.solutions, name), content);
  for (const task of tasks) {
    put(task.data, Buffer.from(JSON.stringify(await courseData(task.data))));
    put(task.checks, await courseFile(task.checks));
    for (const name of [...task.touches, ...task.creates]) {
      const path = join(task.starter, name);
      put(path, await courseFile(path));
    }
  }
  return course;
}

/** What stands in the kit where the checks of a task stand in the project. Vitest wants a file there. */
export const CHECKS_PLACEHOLDER = `// The checks of this task are sealed, with the solutions, in checker/course.sealed. They say what they expect when you
// run \`npx kata check\`.
`;
