import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { courseFile } from '../course/course.ts';
import { type FileTree, nameIn, readTree, sorted } from '../course/file_tree.ts';
import { seal } from '../course/seal.ts';
import { PROJECT } from '../project.ts';
import { starterOf } from '../stages/compose.ts';
import type { Task } from '../tasks.ts';
import { classroomWorkflow } from './classroom.ts';
import { packageFiles } from './package_json.ts';
import { CHECKS_PLACEHOLDER, sealedCourse } from './sealed_course.ts';
import { kitSources } from './sources.ts';

/** Files of the kit that have nothing to do with this run: they are written once, in this folder, as learners get them. */
const HANDOUT = join(import.meta.dirname, 'handout');

/** Files that are the same in the project and in the kit. */
const SHARED = ['.npmrc', 'LICENSE', 'tasks/README.md'];

/** A kit: what belongs to it for as long as it is used, and the workspace that is handed out once. */
export type Kit = { files: FileTree; workspace: FileTree };

/** All files of a kit. The same project gives the same bytes. Needs no network. */
export async function kitFiles(tasks: Task[]): Promise<Kit> {
  const sources = await kitSources(tasks);
  const files: FileTree = new Map([...(await readTree(HANDOUT)), ...sources.files, ...(await packageFiles(sources))]);
  for (const name of SHARED) files.set(name, await readFile(join(PROJECT.root, name)));
  for (const task of tasks) {
    files.set(nameIn(PROJECT.root, task.spec), await courseFile(task.spec));
    files.set(nameIn(PROJECT.root, task.checks), Buffer.from(CHECKS_PLACEHOLDER));
  }
  files.set(nameIn(PROJECT.root, PROJECT.sealed), seal(await sealedCourse(tasks)));
  files.set('.github/workflows/classroom.yml', Buffer.from(classroomWorkflow(tasks)));
  const workspace = [...(await starterOf(0, tasks))].map(([name, content]) => [`workspace/${name}`, content] as const);
  return { files: sorted(files), workspace: new Map(workspace) };
}
