import type { Edit } from '../mistake.ts';

/** A right solution with one requirement left out. */
export type HalfRight = {
  /** Short, in kebab-case, unique. */
  name: string;
  /** Name of the right solution that it is made from; `null` for the finished server. */
  base: string | null;
  /** The requirement that does not hold. */
  leftOut: string;
  /** What is wrong, in words. */
  mistake: string;
  /** Made one after the other. Paths are relative to the submission. */
  edits: readonly Edit[];
  /** The ids of the checks that prove the requirement, or what cannot hold without it: `2.3 2.3b`. All others pass. */
  failed: string;
  /** The ids of those that could not be made, because a step on the way to them does not work. Empty where there are none. */
  blocked: string;
};
