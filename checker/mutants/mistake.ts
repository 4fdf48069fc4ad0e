/** A change in one file. `find` stands in the file exactly once; it may span lines. */
export type Edit = { file: string; find: string; replace: string };

/** A mistake that learners make, as a small change to the finished server. */
export type Mistake = {
  /** The task whose checks must catch it. */
  task: number;
  /** Short, in kebab-case, unique. */
  name: string;
  /** The mistake in words. */
  mistake: string;
  /** Made one after the other. Paths are relative to `solutions/`. */
  edits: readonly Edit[];
  /** Requirements: at least one failed check of the task proves one of these. */
  caughtBy: readonly string[];
  /** What such a check says in its reason, its help, or what it expected and got, so that a learner sees the mistake. */
  reason: RegExp;
  /** A fault by which somebody could come in who should not, or learn what they should not. */
  security?: true;
};
