import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { type Deadlines, readDeadlines } from './deadlines.ts';

const SCHEMA = 1;

const policySchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** Weight of a task, by its number. 1 where nothing is said; 0: it does not count. */
  weights: z.record(z.string().regex(/^\d+$/, 'is no number of a task'), z.number().min(0).max(100)).default({}),
  /** The tasks that count: all where nothing is said. */
  tasks: z.array(z.number().int().min(0)).optional(),
  /** Whether a check that fails only because of another task's work costs nothing. True where nothing is said. */
  blame: z.boolean().optional(),
  /** What the whole class is marked out of; where nothing is said, the sum of the points. */
  outOf: z.number().positive().max(10_000).optional(),
  late: z
    .strictObject({
      /** A CSV with the columns `name` and `deadline`, and perhaps `submitted`; relative to the policy. `*` stands for all others. */
      deadlines: z.string().min(1),
      /** The part of the mark that each day that has begun takes away. */
      perDay: z.number().min(0).max(1),
      /** The most that lateness takes away. */
      atMost: z.number().min(0).max(1).default(1),
      graceMinutes: z.number().min(0).default(0),
    })
    .optional(),
});

/** How points become a mark. */
export type Policy = Omit<z.infer<typeof policySchema>, 'late'> & {
  /** `file`: the name of the file of deadlines, for the user. */
  late?: { perDay: number; atMost: number; graceMinutes: number; file: string; deadlines: Deadlines };
};

/** Every task counts by its points, and nothing is ever late. */
export const NO_POLICY: Policy = { schema: SCHEMA, weights: {} };

/** Reads a policy and its deadlines. Throws a UserError with the place of the fault. */
export async function readPolicy(path: string, taskNumbers: number[]): Promise<Policy> {
  const text = await read(path, `The policy ${path}`);
  const parsed = policySchema.safeParse(parseJson(String(text), path));
  if (!parsed.success) throw new UserError(`The policy ${path} is wrong: ${issueText(parsed.error)}.`);
  const { late, ...rest } = parsed.data;
  for (const number of [...Object.keys(rest.weights).map(Number), ...(rest.tasks ?? [])]) {
    if (!taskNumbers.includes(number))
      throw new UserError(
        `The policy ${path} is wrong: there is no task ${number}. The tasks go from 0 to ${taskNumbers.length - 1}.`,
      );
  }
  if (!late) return rest;
  const { deadlines: file, ...penalty } = late;
  const bytes = await read(resolve(dirname(path), file), `The file of deadlines ${file}`);
  return { ...rest, late: { ...penalty, file, deadlines: readDeadlines(bytes, file) } };
}

async function read(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `${what} does not exist.` : `${what} cannot be read (${code}).`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`The policy ${path} is not JSON: ${(error as Error).message}.`);
  }
}

function issueText({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.length > 0 ? `"${path.join('.')}": ` : ''}${message}`)
    .join('; ');
}
