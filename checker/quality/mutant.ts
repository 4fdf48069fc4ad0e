/** Where a mutant was killed: the first check that failed, in the order of the report. */
export type Kill = { task: number; check: string; requirements: string[]; reason: string };

/** A wrong version of the finished server, before it is judged. */
export type Mutant = {
  /** Unique in its family, and the same from run to run while the server stays the same. */
  name: string;
  /** The task whose checks should kill it; `null` for code that learners are given and no task changes. */
  task: number | null;
  /** What is wrong, in words or as a unified diff. */
  change: string;
  /** Requirements of which one should be the first to fail. Missing where nobody can say. */
  requirements?: readonly string[];
};

/**
 * Why a mutant lives. `equivalent`: no request and no call can tell it from the finished server. `free`: one can, and the
 * contract leaves it to the learner, so that a check that failed it would be wrong. `unseen`: a mistake that no check sees.
 */
export type Explanation = { kind: 'equivalent' | 'free' | 'unseen'; reason: string };

/** A mutant and what became of it. */
export type JudgedMutant = Mutant & {
  killedBy: Kill | null;
  explanation?: Explanation;
};

/** Whether a mutant is wrong, so that it should be killed. */
export function isMistake({ explanation }: Pick<JudgedMutant, 'explanation'>): boolean {
  return explanation === undefined || explanation.kind === 'unseen';
}
