import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileTree, nameIn, sorted } from '../course/file_tree.ts';
import { PROJECT } from '../project.ts';
import { kata } from './kata.ts';
import { type Finished, program } from './program.ts';
import { PACKAGES, removeMade } from './project_copy.ts';
import { testFolder } from './test_folder.ts';

/** A kit as an instructor hands it out. */
export type KitCopy = AsyncDisposable & {
  root: string;
  run: (...args: string[]) => Promise<Finished>;
  /** All files: its own, and what was written beside the packages. */
  files: () => Promise<FileTree>;
};

let made: Promise<string> | undefined;

/** Kits of this test worker that nobody uses at the moment. */
const free: string[] = [];

/** A learner's kit, with the packages of this project. Removed when it goes out of scope. */
export async function kitCopy(): Promise<KitCopy> {
  const root = await newKit(tmpdir());
  return kitIn(root, () => rm(root, { recursive: true, force: true }));
}

/**
 * A kit that others have used before: as a new one, but for what the program keeps in its cache. For tests that do not
 * look at that, and leave the packages as they are.
 */
export async function warmKit(): Promise<KitCopy> {
  const root = free.pop() ?? (await newKit(testFolder()));
  return kitIn(root, async () => {
    await removeMade(root, [PACKAGES]);
    await fill(root);
    free.push(root);
  });
}

function kitIn(root: string, leave: () => Promise<void>): KitCopy {
  return {
    root,
    run: (...args) => program(args, { cwd: root }),
    files: () => filesBelow(root),
    [Symbol.asyncDispose]: leave,
  };
}

async function newKit(folder: string): Promise<string> {
  const root = await mkdtemp(join(folder, 'kit-'));
  await fill(root);
  await linkPackages(root);
  return root;
}

async function fill(root: string): Promise<void> {
  made ??= makeKit();
  await cp(await made, root, { recursive: true });
}

/** The packages of this project, each as a link: so what a program leaves beside them is left in the kit. */
async function linkPackages(root: string): Promise<void> {
  const packages = join(PROJECT.root, PACKAGES);
  const folder = join(root, PACKAGES);
  await mkdir(folder);
  for (const entry of await readdir(packages, { withFileTypes: true }))
    if (entry.isDirectory() && (!entry.name.startsWith('.') || entry.name === '.bin'))
      await symlink(join(packages, entry.name), join(folder, entry.name), 'junction');
  // By it, npm's folder is known as that.
  await symlink(join(packages, '.package-lock.json'), join(folder, '.package-lock.json'));
}

/** Absolute paths of the files below a folder. Links are not followed: behind them are the packages of the project. */
export async function pathsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsBelow(path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(nested)).flat();
}

async function filesBelow(root: string): Promise<FileTree> {
  const paths = await pathsBelow(root);
  const named = paths.map(async (path) => [nameIn(root, path), await readFile(path)] as const);
  return sorted(new Map(await Promise.all(named)));
}

async function makeKit(): Promise<string> {
  const folder = await mkdtemp(join(testFolder(), 'kit-made-'));
  const { code, stderr } = await kata(['kit', folder]);
  if (code !== 0) throw new Error(`No kit was made: ${stderr}`);
  return folder;
}
