import * as z from 'zod';
import { difference, value } from './report_value.ts';
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

const AT = "The learner's clock, in milliseconds after the first step of the check.";

const exchange = z.strictObject({
  at: z.number().describe(AT),
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
  source: z
    .array(z.strictObject({ line: z.number().int(), text: z.string() }))
    .optional()
    .describe("The learner's own lines: that one, and those around it."),
});

const stepHead = {
  at: z.number().describe(AT),
  wrong: z.literal(true).optional().describe('Here it went wrong. Marked in one step of a check that failed.'),
};

const step = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('request'),
    ...stepHead,
    line: z.string().describe('Method and path.'),
    cookie: z.string().optional().describe('The `Cookie` header that was sent.'),
    https: z.boolean().optional(),
    status: z.number().int().optional().describe('Missing where no answer came.'),
    setCookie: z.array(z.string()).optional().describe('The `Set-Cookie` headers that came.'),
  }),
  z.strictObject({
    what: z.literal('call'),
    ...stepHead,
    action: z.string().describe('What was called, by its public names.'),
    requests: z.array(z.string()).optional().describe('Method and path of the requests that it was given.'),
    modules: z.array(z.string()),
    gave: value.optional().describe('Its value, where that is no object.'),
    threw: z.string().optional(),
  }),
  z.strictObject({
    what: z.literal('clock'),
    ...stepHead,
    by: z.number().describe('So many milliseconds it moved on.'),
  }),
  z.strictObject({
    what: z.literal('restart'),
    ...stepHead,
    by: z
      .enum(['SIGTERM', 'SIGINT'])
      .optional()
      .describe('The signal that stopped the server. Missing: it was killed.'),
  }),
]);

const check = z.strictObject({
  id: z
    .string()
    .regex(/^\d+\.\d+[a-z]?$/)
    .describe(
      'The first requirement that the check proves, and from its second check on a letter: `7.8`, `7.8b`. Stable within one version of the kata.',
    ),
  title: z.string(),
  requirements: z.array(z.string()).min(1),
  guard: z
    .boolean()
    .describe(
      'Protects what worked before. It has no points; if it does not pass, it costs as much as an average check of its task.',
    ),
  security: z
    .string()
    .optional()
    .describe('What is open if the check fails. It counts as much as three other checks of its task.'),
  outcome,
  open: z
    .literal(true)
    .optional()
    .describe('It failed in a way that shows it: what `security` says is so, which costs at least 5 % of all points.'),
  consequence: z
    .strictObject({
      of: z.array(z.number().int().min(0)).min(1).describe('Numbers of the tasks whose work is the cause.'),
      parts: z.array(z.string()).min(1).describe('With a right version of these it passes: files, or methods in them.'),
    })
    .optional()
    .describe('It fails only because of another task, where that is charged. It costs nothing.'),
  points: z
    .number()
    .nonnegative()
    .describe('What the check is worth, in hundredths: its share of the points of its task. Earned if it passed.'),
  cause: cause.optional(),
  reason: z.string().optional().describe('What happened, as one or two sentences.'),
  help: z.string().optional().describe('One next step.'),
  prerequisite: z.string().optional().describe('The requirement that must hold first, where the outcome is `blocked`.'),
  compared: z
    .string()
    .optional()
    .describe('What was compared, where the reason says that it should be `expected`, and is `actual`.'),
  expected: value.optional(),
  actual: value.optional(),
  differences: z.array(difference).optional().describe('The smallest difference between the two.'),
  error: learnerError.optional(),
  log: z.string().optional().describe("What the learner's server printed during the check."),
  curl: z.array(z.string()).optional().describe('Shell lines that repeat the story of the check.'),
  exchanges: z.array(exchange).optional(),
  story: z
    .array(z.record(z.string(), z.unknown()))
    .optional()
    .describe('The steps of a walk that broke a requirement, as data, as few as were found.'),
  timeline: z.array(step).optional().describe("What the check did with the learner's server, step by step."),
});

const requirement = z.strictObject({
  id: z.string(),
  text: z.string().describe('Its words, in Markdown.'),
  place: z.string().describe('Path of the spec from the root of the project, and the line.'),
});

const task = z.strictObject({
  number: z.number().int().min(0),
  title: z.string(),
  spec: z.string().describe('Path of the spec from the root of the project.'),
  requirements: z
    .array(requirement)
    .describe('What the checks prove, and the prerequisites that some of them wait for.'),
  score: z.number().nonnegative(),
  maxScore: z.number().nonnegative(),
  checks: z.array(check),
});

const diagnostic = z.strictObject({
  kind: z.enum(['did not load', 'forbidden module', 'syntax', 'consequences']),
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
export type Step = z.infer<typeof step>;
export type Difference = z.infer<typeof difference>;
export type LearnerError = z.infer<typeof learnerError>;
export type Diagnostic = z.infer<typeof diagnostic>;

/** The published JSON Schema (draft 2020-12). Its name is not an address: nobody has to fetch it. */
export function reportJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
  return { $schema, $id: `urn:session-auth-kata:report:${REPORT_SCHEMA}`, ...rest };
}
