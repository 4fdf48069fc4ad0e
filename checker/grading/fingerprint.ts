import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { importsBelow } from '../imports_below.ts';
import { PROJECT } from '../project.ts';
import { sandboxOf } from '../sandbox/available.ts';
import { IMAGE } from '../sandbox/docker.ts';
import { isRoot, type SandboxLevel, type StrongEngine } from '../sandbox/level.ts';
import type { Task } from '../tasks.ts';

/** Sources of a verdict that nothing imports: they are started, or given to esbuild, by their path. */
export const RUNNER_BY_PATH = [
  'checker/harness/compiler/main.mjs',
  'checker/harness/rehearsal/server.ts',
  'checker/harness/stub/main.ts',
];

/** Where a verdict begins, and what it starts by its path. All else of the runner is found from here. */
const RUNNER = ['checker/grading/check_submission.ts', ...RUNNER_BY_PATH];

/** What every verdict depends on beside its task: the packages, and all that learners are given or that the course makes of it. */
const COURSE = ['package-lock.json', 'node_modules/.package-lock.json', 'package.json', 'tsconfig.json', 'solutions'];

/** What the finished server has around the course. */
const AROUND = new Set(['solutions/server', 'solutions/web']);

/** What a verdict depends on beside all files: as texts, of which any change counts. */
export type Machine = {
  /** Version, system and processor of Node, and whether we are root: learners are another user then. */
  runtime: string;
  /** What holds a submission at a level, with the version of the program that does it. */
  sandbox: (level: SandboxLevel) => string;
};

export const thisMachine: Machine = {
  runtime: `${process.version} ${process.platform} ${process.arch} ${isRoot() ? 'root' : ''}`,
  sandbox: (level) => {
    const sandbox = sandboxOf(level);
    return [JSON.stringify(sandbox), sandbox.level === 'strong' ? versionOf(sandbox.engine) : ''].join(' ');
  },
};

/** One text for the checks, the runner and the machine: verdicts that were found under another one may be others now. */
export async function fingerprint(tasks: Task[], level: SandboxLevel): Promise<string> {
  return digest((await Fingerprints.of(PROJECT.root, tasks)).ofTasks(tasks, level));
}

/** What verdicts depend on beside the submission and the seed: the checks, the runner and the machine. */
export class Fingerprints {
  #root: string;
  #inputs: Metafile['inputs'];
  #machine: Machine;

  private constructor(root: string, inputs: Metafile['inputs'], machine: Machine) {
    this.#root = root;
    this.#inputs = inputs;
    this.#machine = machine;
  }

  /** `root`: the absolute path of a project. */
  static async of(root: string, tasks: Task[], machine: Machine = thisMachine): Promise<Fingerprints> {
    // esbuild names what it finds by where it really is.
    const real = await realpath(root);
    return new Fingerprints(real, await importsBelow(real, [...RUNNER, ...tasks.map(checksOf)]), machine);
  }

  /** One for each task, as all files are now: SHA-256, hexadecimal. */
  ofTasks(tasks: Task[], level: SandboxLevel): string[] {
    const { runtime, sandbox } = this.#machine;
    const read = new Map<string, string>();
    const common = [runtime, sandbox(level), ...this.#contents(this.#commonPaths(), read)];
    return tasks.map((task) => digest([...common, ...this.#contents(this.#pathsOf(task), read)]));
  }

  /** What every verdict depends on. */
  #commonPaths(): string[] {
    return [...this.#sourcesOf(RUNNER), ...COURSE, ...this.#taskFolders().map((name) => `tasks/${name}/starter`)];
  }

  /** What the verdicts in one task depend on beside that. */
  #pathsOf(task: Task): string[] {
    // A check may wait for a requirement of an earlier task, and quotes it.
    const earlier = this.#taskFolders().filter((name) => Number(name.slice(0, 2)) <= task.number);
    const specs = earlier.map((name) => `tasks/${name}/README.md`);
    return [...this.#sourcesOf([checksOf(task)]), ...specs, `tasks/${task.name}/task.ts`];
  }

  #taskFolders(): string[] {
    return readdirSync(join(this.#root, 'tasks')).filter((name) => /^\d\d_/.test(name));
  }

  /** A digest of each of these files or folders. `read` has those that are known already. */
  #contents(paths: string[], read: Map<string, string>): string[] {
    return paths.map((path) => {
      const known = read.get(path) ?? digest(contentsBelow(this.#root, path));
      read.set(path, known);
      return known;
    });
  }

  /** These sources and all that they import, in the order of their names. */
  #sourcesOf(entries: string[]): string[] {
    const reached = new Set(entries);
    for (const name of reached)
      for (const { path, external } of this.#inputs[name]?.imports ?? []) if (!external) reached.add(path);
    return [...reached].sort();
  }
}

function checksOf({ name }: Task): string {
  return `tasks/${name}/checks.test.ts`;
}

/** Names and contents of a file, or of all files below a folder; of nothing, its name alone. */
export function contentsBelow(root: string, path: string): (string | Buffer)[] {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stats || AROUND.has(path)) return [path];
  if (stats.isFile()) return [path, readFileSync(join(root, path))];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => contentsBelow(root, `${path}/${name}`));
}

/** The programs that make a strong sandbox, with what asks them which they are. */
const PROGRAMS: Record<StrongEngine, string[][]> = {
  bubblewrap: [
    ['bwrap', '--version'],
    ['prlimit', '--version'],
  ],
  docker: [
    ['docker', 'version'],
    ['docker', 'image', 'inspect', '--format', '{{.Id}}', IMAGE],
  ],
};

let version: string | undefined;

/** What the programs that make the strong sandbox of this machine say of themselves. */
function versionOf(engine: StrongEngine): string {
  version ??= PROGRAMS[engine]
    .map(([program = '', ...args]) => spawnSync(program, args, { encoding: 'utf8' }).stdout)
    .join();
  return version;
}

/** SHA-256 of parts, each told apart from the next. Hexadecimal. */
export function digest(parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex');
}
