import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { PROJECT } from '../project.ts';

const FILE = join(PROJECT.derived, 'progress.json');

const progressSchema = z.strictObject({
  schema: z.literal(1),
  /** The task that the learner works on; one more than the last where all are done. */
  present: z.number().int().min(0),
});

export type Progress = z.infer<typeof progressSchema>;

/** Where the learner stands. A file that cannot be read is set aside with a sentence, and the course begins at task 0. */
export function readProgress(): Progress {
  const text = readIfThere();
  if (text === undefined) return { schema: 1, present: 0 };
  const parsed = progressSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const aside = `${FILE}.${Date.now()}.unreadable`;
  renameSync(FILE, aside);
  console.error(`Your progress could not be read, so it begins at task 0 again. The old file is ${aside}.`);
  return { schema: 1, present: 0 };
}

/** Stores the progress whole or not at all. */
export function writeProgress(progress: Progress): void {
  mkdirSync(PROJECT.derived, { recursive: true });
  const draft = `${FILE}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(progress)}\n`);
  renameSync(draft, FILE);
}

function readIfThere(): string | undefined {
  try {
    return readFileSync(FILE, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
