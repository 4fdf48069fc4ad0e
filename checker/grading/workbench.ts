import { cp, mkdir, mkdtempDisposable, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledSubmission } from '../harness/compile.ts';

/** Where one run of a submission takes place: absolute paths of its modules, and of the folder that it may write to. */
export type Place = {
  submission: string;
  scratch: string;
  /** Empties the folder that it may write to. No process of the submission may run. */
  empty: () => Promise<void>;
} & AsyncDisposable;

/**
 * A place that stays the same while the submission in it changes: the next process of a learner's who checks again and again
 * is started before the next save.
 */
export class Workbench {
  #submission: string;
  #scratch: string;
  #remove: () => Promise<void>;
  #swept: Promise<void> = Promise.resolve();

  private constructor(folder: string, remove: () => Promise<void>) {
    this.#submission = join(folder, 'submission');
    this.#scratch = join(folder, 'scratch');
    this.#remove = remove;
  }

  static async open(): Promise<Workbench> {
    const { path, remove } = await mkdtempDisposable(join(tmpdir(), `kata-loop-${process.pid}-`));
    const bench = new Workbench(path, remove);
    await mkdir(bench.#scratch);
    // Nobody waits for it: the learner waits for a verdict.
    bench.#swept = sweep().catch(() => {});
    return bench;
  }

  /** Lays a submission into the place of the one before. One run at a time. */
  async lay({ root }: CompiledSubmission): Promise<Place> {
    await Promise.all([this.#empty(), rm(this.#submission, { recursive: true, force: true })]);
    await cp(root, this.#submission, { recursive: true });
    const empty = () => this.#empty();
    return { submission: this.#submission, scratch: this.#scratch, empty, [Symbol.asyncDispose]: empty };
  }

  async close(): Promise<void> {
    await Promise.all([this.#remove(), this.#swept]);
  }

  /** The folder itself stays: processes that wait for their submission have it as their working directory. */
  async #empty(): Promise<void> {
    await emptyFolder(this.#scratch);
  }
}

/** Removes what is in a folder. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Removes what loops have left behind that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = /^kata-loop-(\d+)-/.exec(name)?.[1];
    // What belongs to somebody else stays.
    if (owner !== undefined && hasEnded(Number(owner)))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function hasEnded(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
