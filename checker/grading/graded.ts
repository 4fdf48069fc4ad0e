import * as z from 'zod';
import { reportSchema } from './report.ts';

/**
 * A class that was graded, as plain data: every output is a function of it. Names and everything in a report come from
 * submissions: nobody may trust them.
 */

const taskMark = z.strictObject({
  number: z.number().int().min(0),
  title: z.string(),
  /** Points of the checks, times the weight. */
  score: z.number().nonnegative(),
  maxScore: z.number().nonnegative(),
  /** Whether the task is part of the mark. */
  counts: z.boolean(),
});

export type TaskMark = z.infer<typeof taskMark>;

/** What a submission earned under a policy. */
export type Mark = {
  tasks: TaskMark[];
  /** The sum over the tasks that count, scaled to what the policy says, after the penalty. */
  score: number;
  maxScore: number;
  /** What was taken away because it came late. */
  late?: { hours: number; penalty: number };
};

/** What one submission came to, as it is stored: without a mark, so that another policy can be applied later. */
export const resultSchema = z.strictObject({
  schema: z.literal(2),
  /** As the class knows it: the name of its folder or archive. */
  name: z.string(),
  /** When what is judged was handed in, ISO 8601, UTC: `batch/handed_in.ts`. */
  submitted: z.string(),
  /** The fingerprint of the checks and of what ran them: `fingerprint.ts`. */
  checks: z.string(),
  /** `refused`: it cannot be judged, and `reason` says why. `error`: the checker could not find out. */
  status: z.enum(['graded', 'refused', 'error']),
  reason: z.string().optional(),
  report: reportSchema.optional(),
});

export type Result = z.infer<typeof resultSchema>;

/** One learner in a graded class. */
export type Learner = {
  name: string;
  /** A name for files, unique in the class on every system: letters, marks and digits of any script, `-` and `_`. */
  fileName: string;
  result: Result;
  mark: Mark;
};

export type GradedClass = {
  kata: string;
  seed: number;
  sandbox: string;
  /** All tasks of the kata, in their order. */
  tasks: { number: number; title: string; maxScore: number; counts: boolean }[];
  /** What the policy says, in a sentence each; empty where there is none. */
  policy: string[];
  /** In the order of their names. */
  learners: Learner[];
};
