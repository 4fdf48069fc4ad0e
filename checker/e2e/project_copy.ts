import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import { testFolder } from './test_folder.ts';

const PARTS = ['checker', 'solutions', 'tasks', 'package.json', 'package-lock.json', 'tsconfig.json'];
export const PACKAGES = 'node_modules';

export type ProjectCopy = { root: string } & AsyncDisposable;

/**
 * A copy of the project as a fresh clone has it, with the packages of this one. Removed when it goes out of scope. Its folder is
 * called by chance, and begins with `name`.
 */
export async function projectCopy(name?: string): Promise<ProjectCopy> {
  const root = await copyInto(tmpdir(), name);
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

/** Copies of this test worker that nobody uses at the moment. */
const free: string[] = [];

/**
 * A copy that others have used before: as a fresh clone, but for what the program keeps in its cache. When it goes out of
 * scope, all that was made in it is removed. For tests that change nothing of the project itself.
 */
export async function warmCopy(): Promise<ProjectCopy> {
  const root = free.pop() ?? (await copyInto(testFolder()));
  return {
    root,
    [Symbol.asyncDispose]: async () => {
      await removeMade(root, [...PARTS, PACKAGES]);
      free.push(root);
    },
  };
}

async function copyInto(folder: string, name = 'project'): Promise<string> {
  const root = await mkdtemp(join(folder, `${name}-`));
  for (const part of PARTS) await cp(join(PROJECT.root, part), join(root, part), { recursive: true });
  await symlink(join(PROJECT.root, PACKAGES), join(root, PACKAGES), 'junction');
  return root;
}

/** Removes what was made in a copy: all but what is named, and what the program keeps in its cache. */
export async function removeMade(root: string, kept: string[]): Promise<void> {
  await removeAllBut(root, [...kept, '.kata']);
  await removeAllBut(join(root, '.kata'), ['cache']);
}

async function removeAllBut(folder: string, kept: string[]): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const others = names.filter((name) => !kept.includes(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
