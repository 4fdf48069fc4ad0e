import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { contentOf } from '../grading/batch/content.ts';
import { type Judged, SEED } from '../grading/lanes.ts';
import { importsBelow } from '../kit/sources.ts';
import { bestLevel, sandboxOf } from '../sandbox/available.ts';
import type { SandboxLevel, StrongEngine } from '../sandbox/level.ts';
import type { Task } from '../tasks.ts';

/** Where a verdict begins, and what it starts by its path. All else of the runner is found from here. */
const RUNNER = [
  'checker/grading/check_submission.ts',
  'checker/harness/rehearsal/server.ts',
  'checker/harness/stub/main.ts',
];

/** What every verdict depends on beside its task: the packages, and all that learners are given or that the course makes of it. */
const COURSE = ['package-lock.json', 'package.json', 'solutions'];

/** What the finished server has around the course. */
const AROUND = new Set(['solutions/server', 'solutions/web']);

/** What a verdict depends on beside all files: as texts, of which any change counts. */
export type Machine = {
  seed: number;
  /** Version, system and processor of Node. */
  runtime: string;
  /** What holds a submission at a level, with the version of the program that does it. */
  sandbox: (level: SandboxLevel) => string;
};

const thisMachine: Machine = {
  seed: SEED,
  runtime: `${process.version} ${process.platform} ${process.arch}`,
  sandbox: (level) => {
    const sandbox = sandboxOf(level);
    return [JSON.stringify(sandbox), sandbox.level === 'strong' ? versionOf(sandbox.engine) : ''].join(' ');
  },
};

/** Tells verdicts apart: two submissions, tasks or checkers that could come to different reports have different keys. */
export class VerdictKeys {
  #root: string;
  #inputs: Metafile['inputs'];
  #machine: Machine;
  /** Of a task by its number: what all its verdicts depend on. */
  #known = new Map<number, string>();

  private constructor(root: string, inputs: Metafile['inputs'], machine: Machine) {
    this.#root = root;
    this.#inputs = inputs;
    this.#machine = machine;
  }

  /** `root`: the absolute path of a project. Its sources are read once: what changes later is not seen. */
  static async of(root: string, tasks: Task[], machine: Machine = thisMachine): Promise<VerdictKeys> {
    // esbuild names what it finds by where it really is.
    const real = await realpath(root);
    return new VerdictKeys(real, await importsBelow(real, [...RUNNER, ...tasks.map(checksOf)]), machine);
  }

  /** The key of the verdict on a submission in one task: SHA-256, hexadecimal. */
  async keyOf({ folder, environment = {}, level = bestLevel() }: Omit<Judged, 'tasks'>, task: Task): Promise<string> {
    const { seed, runtime, sandbox } = this.#machine;
    return digest([
      await contentOf(folder),
      Object.entries(environment).flat().join('\0'),
      this.#course(task),
      String(seed),
      runtime,
      sandbox(level),
    ]);
  }

  #course(task: Task): string {
    const known = this.#known.get(task.number) ?? this.#readCourse(task);
    this.#known.set(task.number, known);
    return known;
  }

  #readCourse(task: Task): string {
    const folders = readdirSync(join(this.#root, 'tasks')).filter((name) => /^\d\d_/.test(name));
    // A check may wait for a requirement of an earlier task, and quotes it.
    const earlier = folders.filter((name) => Number(name.slice(0, 2)) <= task.number);
    return digest(
      [
        ...this.#sourcesOf([...RUNNER, checksOf(task)]),
        ...COURSE,
        ...folders.map((name) => `tasks/${name}/starter`),
        ...earlier.map((name) => `tasks/${name}/README.md`),
        `tasks/${task.name}/task.ts`,
      ].flatMap((path) => contentsBelow(this.#root, path)),
    );
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
function contentsBelow(root: string, path: string): (string | Buffer)[] {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stats || AROUND.has(path)) return [path];
  if (stats.isFile()) return [path, readFileSync(join(root, path))];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => contentsBelow(root, `${path}/${name}`));
}

let version: string | undefined;

/** What the program that makes the strong sandbox of this machine says of itself. */
function versionOf(engine: StrongEngine): string {
  const [program, argument] = engine === 'docker' ? ['docker', 'version'] : ['bwrap', '--version'];
  version ??= spawnSync(program, [argument], { encoding: 'utf8' }).stdout;
  return version;
}

/** SHA-256 of parts, each told apart from the next. Hexadecimal. */
function digest(parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex');
}
