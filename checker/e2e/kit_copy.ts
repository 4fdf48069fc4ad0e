import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileTree, readTree } from '../course/file_tree.ts';
import { PROJECT } from '../project.ts';
import { type Finished, kata } from './submission.ts';

/** A kit as an instructor hands it out. */
export type KitCopy = AsyncDisposable & {
  root: string;
  run: (...args: string[]) => Promise<Finished>;
  /** All files but the packages. */
  files: () => Promise<FileTree>;
};

let made: Promise<string> | undefined;

/** A learner's kit, with the packages of this project. Removed when it goes out of scope. */
export async function kitCopy(): Promise<KitCopy> {
  made ??= makeKit();
  const root = await mkdtemp(join(tmpdir(), 'kit-'));
  await cp(await made, root, { recursive: true });
  await symlink(join(PROJECT.root, 'node_modules'), join(root, 'node_modules'), 'junction');
  return {
    root,
    run: (...args) => kata(args, { cwd: root }),
    files: () => filesOf(root),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Removes what `kitCopy` copies from. */
export async function forgetKit(): Promise<void> {
  if (made) await rm(await made, { recursive: true, force: true });
  made = undefined;
}

/** The files of a kit without those of its packages. */
export async function filesOf(root: string): Promise<FileTree> {
  return new Map([...(await readTree(root))].filter(([name]) => !name.startsWith('node_modules/')));
}

async function makeKit(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kit-made-'));
  const { code, stderr } = await kata(['kit', folder]);
  if (code !== 0) throw new Error(`No kit was made: ${stderr}`);
  return folder;
}
