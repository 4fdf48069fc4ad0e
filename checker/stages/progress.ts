import { existsSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../errors.ts';
import type { Home } from '../project.ts';
import { writeWholeSync } from '../write_whole.ts';
import { stamp } from './names.ts';

const SCHEMA = 2;

const number = z.number().int().min(0);

const progressSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** The task that the learner works on; one more than the last where all are done. */
  present: number,
  /** The tasks that were passed while they were the present one. Once passed, always passed. */
  passed: z.array(number),
  /** Those of them that do not hold any more, as the guided loop saw it. */
  regressed: z.array(number),
  /** How many hints of a task were shown, by its number. */
  hints: z.record(z.string().regex(/^\d+$/), number),
});

export type Progress = z.infer<typeof progressSchema>;

const BEGINNING: Progress = { schema: SCHEMA, present: 0, passed: [], regressed: [], hints: {} };

/**
 * Where the learner stands. A file that cannot be used is set aside with a sentence, and the course begins at task 0.
 *
 * @throws {UserError} where it cannot even be set aside.
 */
export function readProgress({ derived, tell }: Omit<Home, 'workspace'>): Progress {
  const file = join(derived, 'progress.json');
  const content = readIfThere(file);
  if (content === undefined) return BEGINNING;
  const parsed = progressSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const aside = setAside(file);
  tell(
    `${reasonFor(content)} It is now .kata/${basename(aside)}, and your progress begins at task 0 again. ` +
      'Your workspace is as it was: `npx kata check` goes on by one task each time that all is passed.',
  );
  return BEGINNING;
}

/** Changes the stored progress, and gives what is stored now. It is written whole or not at all. */
export function updateProgress(home: Omit<Home, 'workspace'>, change: (progress: Progress) => Progress): Progress {
  const progress = change(readProgress(home));
  writeWholeSync(join(home.derived, 'progress.json'), `${JSON.stringify(progress)}\n`);
  return progress;
}

/** The content of the file, `unreadable` where it is no JSON or no file at all, or undefined where there is nothing. */
function readIfThere(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR')
      throw new UserError('.kata is a file, and must be a folder. Move it away, then run this again.');
    return unreadable;
  }
}

const unreadable = Symbol('unreadable');

function reasonFor(content: unknown): string {
  if (content === unreadable) return 'The file of your progress cannot be read.';
  const schema = (content as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'number' && schema !== SCHEMA)
    return `The file of your progress comes from ${schema > SCHEMA ? 'a newer' : 'an older'} version of kata.`;
  return 'The file of your progress holds something else.';
}

function setAside(file: string): string {
  const first = `${file}.set-aside-${stamp(new Date())}`;
  let aside = first;
  for (let count = 2; existsSync(aside); count++) aside = `${first}-${count}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another run of kata has done it in this moment.
    if (code !== 'ENOENT')
      throw new UserError(
        `.kata/progress.json cannot be used, nor moved away (${code}). Delete it, then run this again.`,
      );
  }
  return aside;
}
