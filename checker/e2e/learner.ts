import { appendFile, mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import { type FileTree, readTree } from '../stages/compose.ts';
import { type Finished, kata } from './kata.ts';
import { program } from './program.ts';
import { type ProjectCopy, warmCopy } from './project_copy.ts';

/** A learner with a workspace of their own: runs commands on it, and looks after its files. */
export type Learner = AsyncDisposable & {
  /** The folder with the workspace and `.kata/`. */
  root: string;
  run: (...args: string[]) => Promise<Finished>;
  path: (name: string) => string;
  read: (name: string) => Promise<string>;
  write: (name: string, content: string) => Promise<void>;
  append: (name: string, content: string) => Promise<void>;
  files: () => Promise<FileTree>;
  state: () => Promise<{ schema: number; present: number; passed: number[]; hints: Record<string, number> }>;
};

/** A learner whose commands run in this process. A workspace is there once they have started. */
export async function newLearner(): Promise<Learner> {
  // Below the packages, as every workspace is: TypeScript looks for them there.
  const homes = join(PROJECT.derived, 'homes');
  await mkdir(homes, { recursive: true });
  const { path: root, remove } = await mkdtempDisposable(join(homes, 'learner-'));
  const home = { workspace: join(root, 'workspace'), derived: join(root, '.kata') };
  return { ...learnerIn(root), run: (...args) => kata(args, { home }), [Symbol.asyncDispose]: remove };
}

/**
 * A learner with a clone of their own, whose commands are programs of their own. `make`: a copy that nobody uses after
 * them, where they change more than their own files.
 */
export async function learnerWithProgram(make: () => Promise<ProjectCopy> = warmCopy): Promise<Learner> {
  const { root, [Symbol.asyncDispose]: remove } = await make();
  return { ...learnerIn(root), run: (...args) => program(args, { cwd: root }), [Symbol.asyncDispose]: remove };
}

function learnerIn(root: string): Omit<Learner, 'run' | typeof Symbol.asyncDispose> {
  const path = (name: string) => join(root, 'workspace', name);
  return {
    root,
    path,
    read: (name) => readFile(path(name), 'utf8'),
    write: (name, content) => writeFile(path(name), content),
    append: (name, content) => appendFile(path(name), content),
    files: () => readTree(join(root, 'workspace')),
    state: async () => JSON.parse(await readFile(join(root, '.kata', 'progress.json'), 'utf8')),
  };
}
