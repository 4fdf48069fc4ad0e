import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import { removeTree } from '../remove_tree.ts';
import { bestLevel } from '../sandbox/available.ts';

/** `kata grade` on any machine: where there is no strong sandbox, the other one must be named. */
export const GRADE: readonly string[] = ['grade', '--sandbox', bestLevel()];

export type Class = { class: string; out: string; at: (...names: string[]) => string } & AsyncDisposable;

/** A folder with room for a class and for what comes of it. */
export async function emptyClass(): Promise<Class> {
  const folder = await mkdtemp(join(tmpdir(), 'class-'));
  const at = (...names: string[]) => join(folder, ...names);
  await mkdir(at('class'));
  return { at, out: at('out'), class: at('class'), [Symbol.asyncDispose]: async () => void (await removeTree(folder)) };
}

/** A class of four that are judged fast, since none of them loads. */
export async function classOfFour(): Promise<Class> {
  const made = await emptyClass();
  for (const name of ['ann', 'bob', 'cid']) {
    await mkdir(made.at('class', name, 'api', 'v1'), { recursive: true });
    await writeFile(made.at('class', name, 'api', 'v1', 'app.ts'), `throw new Error('${name}');\n`);
  }
  await writeFile(made.at('class', 'dan.zip'), 'no archive');
  return made;
}

/** All files below a folder with their contents. */
export async function contents(folder: string): Promise<Record<string, string>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    await Promise.all(files.map(async (path) => [path.slice(folder.length), await readFile(path, 'utf8')])),
  );
}

/** Starts `kata` and gives its process. `env`: variables beside our own. */
export function startKata(flags: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(PROJECT.root, 'checker', 'kata.mjs'), ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
}
