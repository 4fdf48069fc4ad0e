import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { UserError } from '../../errors.ts';

const SCHEMA = 1;

const policySchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** Weight of a task, by its number. 1 where nothing is said; 0: it does not count. */
  weights: z.record(z.string().regex(/^\d+$/, 'is no number of a task'), z.number().min(0).max(100)).default({}),
  /** The tasks that count: all where nothing is said. */
  tasks: z.array(z.number().int().min(0)).optional(),
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
  late?: { perDay: number; atMost: number; graceMinutes: number; deadlines: Map<string, Deadline> };
};

/** Until when, and when it came where the file of deadlines says so: milliseconds since 1970. */
export type Deadline = { deadline: number; submitted?: number };

/** Every task counts by its points, and nothing is ever late. */
export const NO_POLICY: Policy = { schema: SCHEMA, weights: {} };

/** Reads a policy and its deadlines. Throws a UserError with the place of the fault. */
export async function readPolicy(path: string, taskNumbers: number[]): Promise<Policy> {
  const text = await read(path, `The policy ${path}`);
  const parsed = policySchema.safeParse(parseJson(text, path));
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
  return { ...rest, late: { ...penalty, deadlines: await readDeadlines(resolve(dirname(path), file), file) } };
}

const rowSchema = z.object({ name: z.string().min(1), deadline: z.iso.datetime({ offset: true, local: true }) });

async function readDeadlines(path: string, shown: string): Promise<Map<string, Deadline>> {
  const text = await read(path, `The file of deadlines ${shown}`);
  const rows = parseCsv(text, shown);
  return new Map(
    rows.map((row, index) => {
      const parsed = rowSchema.safeParse(row);
      const submitted = row.submitted ? Date.parse(row.submitted) : undefined;
      if (!parsed.success || Number.isNaN(submitted))
        throw new UserError(
          `${shown}, row ${index + 2}: it needs a name and a deadline such as 2026-11-21T23:59:00Z; "submitted" is such a time, or empty.`,
        );
      const { name, deadline } = parsed.data;
      return [name, { deadline: Date.parse(deadline), ...(submitted !== undefined && { submitted }) }] as const;
    }),
  );
}

function parseCsv(text: string, shown: string): Record<string, string | undefined>[] {
  try {
    const rows = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Record<
      string,
      string | undefined
    >[];
    if (rows.length > 0 && !(rows[0] && 'name' in rows[0] && 'deadline' in rows[0]))
      throw new UserError(`${shown} needs the columns "name" and "deadline" in its first line.`);
    return rows;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${shown} is no CSV: ${(error as Error).message}`);
  }
}

async function read(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `${what} does not exist.` : `${what} cannot be read (${code}).`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`The policy ${path} is no JSON: ${(error as Error).message}.`);
  }
}

function issueText({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.length > 0 ? `"${path.join('.')}": ` : ''}${message}`)
    .join('; ');
}
