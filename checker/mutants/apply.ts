import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Edit, Mistake } from './mistake.ts';

/**
 * Makes a mistake in a copy of the finished server, or of another right solution.
 *
 * @throws {Error} where a text that an edit looks for does not stand in its file exactly once.
 */
export async function applyMistake({ name, edits }: Pick<Mistake, 'name' | 'edits'>, folder: string): Promise<void> {
  // One after the other: several edits may be in one file.
  for (const edit of edits) {
    const path = join(folder, edit.file);
    await writeFile(path, changed(await readFile(path, 'utf8'), edit, name));
  }
}

function changed(text: string, { file, find, replace }: Edit, name: string): string {
  const [before = '', after, ...more] = text.split(find);
  if (after !== undefined && more.length === 0) return before + replace + after;
  const found = after === undefined ? 'does not stand' : 'stands more than once';
  throw new Error(`The mistake ${name}: this text ${found} in ${file}, and must stand there exactly once:\n${find}`);
}
