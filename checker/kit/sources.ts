import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { FileTree } from '../course/file_tree.ts';
import { RUNNER_BY_PATH } from '../grading/fingerprint.ts';
import { importsBelow } from '../imports_below.ts';
import { PROJECT } from '../project.ts';
import type { Task } from '../tasks.ts';

/** Sources of the program that nothing imports: they are started, or given to esbuild, by their path. */
const STARTED_BY_PATH = [
  'checker/kata.mjs',
  'checker/dev/add_user.ts',
  'checker/dev/lifeline.ts',
  'checker/dev/make_user.ts',
  ...RUNNER_BY_PATH,
];

/** The launcher of every stage: what the learner's server is made of. */
const SERVER = 'solutions/main.ts';

/** The program as a kit needs it: its sources, and the names of the packages that it and the learner's server import. */
export type KitSources = { files: FileTree; packages: string[]; serverPackages: string[] };

/**
 * Follows the imports from the program, the checks and the server. So a source is in the kit because something there
 * needs it: no test, no mutant, no command for authors. Types are no imports.
 */
export async function kitSources(tasks: Task[]): Promise<KitSources> {
  const checks = tasks.map((task) => `tasks/${task.name}/checks.test.ts`);
  const program = await follow([...STARTED_BY_PATH, ...checks]);
  const server = await follow([SERVER]);
  const names = program.files.filter((name) => name.startsWith('checker/')).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(PROJECT.root, name))));
  return {
    files: new Map(names.map((name, index) => [name, contents[index] as Buffer])),
    packages: [...new Set([...program.packages, ...server.packages])].sort(),
    serverPackages: server.packages,
  };
}

async function follow(entryPoints: string[]): Promise<{ files: string[]; packages: string[] }> {
  const inputs = await importsBelow(PROJECT.root, entryPoints);
  const imported = Object.values(inputs).flatMap(({ imports }) => imports);
  const outside = imported.filter(({ external }) => external).map(({ path }) => packageOf(path));
  return { files: Object.keys(inputs), packages: [...new Set(outside)].filter(isPackage).sort() };
}

/** `vitest/node` is of `vitest`, `@sinonjs/fake-timers/x` of `@sinonjs/fake-timers`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function isPackage(name: string): boolean {
  // esbuild names what it brings itself `<runtime>`.
  return /^[@a-z]/.test(name) && !name.startsWith('node:') && !builtinModules.includes(name);
}
