import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';

const PARTS = ['checker', 'solutions', 'tasks', 'package.json', 'package-lock.json', 'tsconfig.json'];

export type ProjectCopy = { root: string } & AsyncDisposable;

/** A copy of the project as a fresh clone has it, with the packages of this one. Removed when it goes out of scope. */
export async function projectCopy(): Promise<ProjectCopy> {
  const root = await mkdtemp(join(tmpdir(), 'project-'));
  for (const part of PARTS) await cp(join(PROJECT.root, part), join(root, part), { recursive: true });
  await symlink(join(PROJECT.root, 'node_modules'), join(root, 'node_modules'), 'junction');
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}
