import * as z from 'zod';
import { REPORT_SCHEMA } from './report_version.ts';

/**
 * The report: the only thing that reporters, pages and graders read. One schema gives the types and the published
 * JSON Schema (`checker/grading/report.schema.json`). Raise `REPORT_SCHEMA` with every change that a reader could notice.
 */

export { REPORT_SCHEMA };

const outcome = z.enum(['passed', 'failed', 'blocked', 'error']).meta({
  description: '`blocked`: a prerequisite failed, so this says nothing. `error`: the checker could not find out.',
});

const cause = z.enum([
  'assertion',
  'did not load',
  'crashed',
  'timeout',
  'memory',
  'output limit',
  'protocol error',
  'prerequisite',
]);

const exchange = z.strictObject({
  at: z.number().describe("The learner's clock, in milliseconds after the first exchange of the check."),
  method: z.string(),
  path: z.string(),
  requestHeaders: z.record(z.string(), z.string()),
  requestBody: z.string().optional(),
  status: z.number().int().optional().describe('Missing where no answer came.'),
  responseHeaders: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  responseBody: z.string().optional(),
  https: z.boolean().optional(),
});

const learnerError = z.strictObject({
  message: z.string(),
  file: z.string().describe('Relative to the submission; empty where no line of the submission was on the stack.'),
  line: z.number().int(),
});

const check = z.strictObject({
  id: z.string().describe('Task number and position, for example `7.04`. Stable within one version of the kata.'),
  title: z.string(),
  requirements: z.array(z.string()).min(1),
  guard: z.boolean().describe('Protects what worked before. It carries no points; its failure fails the task.'),
  outcome,
  points: z.number().int().nonnegative().describe('What the check is worth. Earned where the outcome is `passed`.'),
  cause: cause.optional(),
  reason: z.string().optional().describe('What happened, as one or two sentences.'),
  help: z.string().optional().describe('What to look at next.'),
  expected: z.unknown().optional(),
  actual: z.unknown().optional(),
  error: learnerError.optional(),
  log: z.string().optional().describe("What the learner's server printed during the check."),
  curl: z.array(z.string()).optional().describe('Shell lines that repeat the story of the check.'),
  exchanges: z.array(exchange).optional(),
});

const task = z.strictObject({
  number: z.number().int().min(0),
  title: z.string(),
  score: z.number().nonnegative(),
  maxScore: z.number().nonnegative(),
  checks: z.array(check),
});

const diagnostic = z.strictObject({
  kind: z.enum(['did not load', 'forbidden module', 'syntax', 'missing file', 'checker']),
  message: z.string(),
  help: z.string().optional(),
  error: learnerError.optional(),
});

export const reportSchema = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  kata: z.string().describe('Version of the kata.'),
  submission: z.string(),
  contentHash: z.string().describe('SHA-256 over the names and contents of the files, in hexadecimal.'),
  seed: z.number().int().nonnegative(),
  runtime: z.string(),
  sandbox: z.enum(['strong', 'basic', 'none']),
  tasks: z.array(task),
  score: z.number().nonnegative(),
  maxScore: z.number().nonnegative(),
  diagnostics: z.array(diagnostic),
});

export type Report = z.infer<typeof reportSchema>;
export type Task = z.infer<typeof task>;
export type Check = z.infer<typeof check>;
export type Outcome = z.infer<typeof outcome>;
export type Cause = z.infer<typeof cause>;
export type Exchange = z.infer<typeof exchange>;
export type LearnerError = z.infer<typeof learnerError>;
export type Diagnostic = z.infer<typeof diagnostic>;

/** The published JSON Schema (draft 2020-12). */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
}
