import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledSubmission } from '../harness/compile.ts';
import { emptyFolder } from '../remove_tree.ts';
import { sweepTemporary, type TemporaryFolder, temporaryFolder } from '../temporary.ts';

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
  #folder: TemporaryFolder;
  #swept: Promise<void> = Promise.resolve();

  private constructor(folder: TemporaryFolder) {
    this.#submission = join(folder.path, 'submission');
    this.#scratch = join(folder.path, 'scratch');
    this.#folder = folder;
  }

  static async open(): Promise<Workbench> {
    const bench = new Workbench(await temporaryFolder());
    await mkdir(bench.#scratch);
    // Nobody waits for it: the learner waits for a verdict.
    bench.#swept = sweepTemporary().catch(() => {});
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
    await Promise.all([this.#folder[Symbol.asyncDispose](), this.#swept]);
  }

  /** The folder itself stays: processes that wait for their submission have it as their working directory. */
  async #empty(): Promise<void> {
    await emptyFolder(this.#scratch);
  }
}
