import { contentsBelow, digest, Fingerprints, type Machine, thisMachine } from '../grading/fingerprint.ts';
import { type Judged, SEED } from '../grading/lanes.ts';
import { bestLevel } from '../sandbox/available.ts';
import type { Task } from '../tasks.ts';

/** Tells verdicts apart: two submissions, tasks or checkers that could come to different reports have different keys. */
export class VerdictKeys {
  #fingerprints: Fingerprints;
  #seed: number;

  private constructor(fingerprints: Fingerprints, seed: number) {
    this.#fingerprints = fingerprints;
    this.#seed = seed;
  }

  /** `root`: the absolute path of a project. */
  static async of(
    root: string,
    tasks: Task[],
    { machine = thisMachine, seed = SEED }: Settings = {},
  ): Promise<VerdictKeys> {
    return new VerdictKeys(await Fingerprints.of(root, tasks, machine), seed);
  }

  /** The keys of the verdicts on a submission, one for each task, as all files are now: SHA-256, hexadecimal. */
  async keysOf({ folder, tasks, environment = {}, level = bestLevel() }: Judged): Promise<string[]> {
    const common = [
      digest(contentsBelow(folder, '.')),
      Object.entries(environment).flat().join('\0'),
      String(this.#seed),
    ];
    return this.#fingerprints.ofTasks(tasks, level).map((fingerprint) => digest([...common, fingerprint]));
  }
}

type Settings = { machine?: Machine; seed?: number };
