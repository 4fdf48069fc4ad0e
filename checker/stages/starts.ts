import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Home } from '../project.ts';
import { leftOutPart } from '../submission/left_out.ts';
import type { Task } from '../tasks.ts';
import { writeWhole } from '../write_whole.ts';
import { type FileTree, starterOf } from './compose.ts';
import { readProgress } from './progress.ts';
import { readWorkspace } from './workspace.ts';

const startSchema = z.record(z.string(), z.base64());

/**
 * Keeps the workspace as it stands now, at the start of a task: so `reset` and `diff` speak of the learner's own work
 * on the tasks before, and not of ours. One file, so that it is there whole or not at all.
 */
export async function rememberStart(home: Home, number: number): Promise<void> {
  const files = [...(await readWorkspace(home))].map(([name, content]) => [name, content.toString('base64')]);
  await writeWhole(fileOf(home, number), `${JSON.stringify(Object.fromEntries(files))}\n`);
}

/** The workspace as it stood at the start of a task; where nobody remembers, as `start` would make it. */
export async function startOf(home: Home, task: Task, tasks: Task[]): Promise<FileTree> {
  return (await remembered(home, task.number)) ?? (await starterOf(task.number, tasks));
}

/** Whether the learner has begun with a task: it is not after the present one, or was begun before. */
export async function hasBegun(home: Home, { number }: Task): Promise<boolean> {
  return number <= readProgress(home).present || (await remembered(home, number)) !== undefined;
}

async function remembered(home: Home, number: number): Promise<FileTree | undefined> {
  try {
    const files = startSchema.parse(JSON.parse(await readFile(fileOf(home, number), 'utf8')));
    // What is left out of a submission was kept here once; no move touches it.
    const counting = Object.entries(files).filter(([name]) => leftOutPart(name) === undefined);
    return new Map(counting.map(([name, content]) => [name, Buffer.from(content, 'base64')]));
  } catch {
    // Nothing is lost with it: the starter stands in.
    return undefined;
  }
}

function fileOf({ derived }: Home, number: number): string {
  return join(derived, 'starts', `${String(number).padStart(2, '0')}.json`);
}
