import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileTree, readTree } from '../stages/compose.ts';
import { type Finished, kata } from './kata.ts';
import { projectCopy } from './project_copy.ts';

/** A learner with a project of their own: runs commands in it, and looks after the files of the workspace. */
export type Learner = AsyncDisposable & {
  root: string;
  run: (...args: string[]) => Promise<Finished>;
  path: (name: string) => string;
  read: (name: string) => Promise<string>;
  write: (name: string, content: string) => Promise<void>;
  append: (name: string, content: string) => Promise<void>;
  files: () => Promise<FileTree>;
  state: () => Promise<{ schema: number; present: number; passed: number[]; hints: Record<string, number> }>;
};

/** A learner with a fresh clone; a workspace is there once they have started. */
export async function newLearner(): Promise<Learner> {
  const project = await projectCopy();
  const path = (name: string) => join(project.root, 'workspace', name);
  return {
    root: project.root,
    run: (...args) => kata(args, { cwd: project.root }),
    path,
    read: (name) => readFile(path(name), 'utf8'),
    write: (name, content) => writeFile(path(name), content),
    append: (name, content) => appendFile(path(name), content),
    files: () => readTree(join(project.root, 'workspace')),
    state: async () => JSON.parse(await readFile(join(project.root, '.kata', 'progress.json'), 'utf8')),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}
