import { existsSync } from 'node:fs';
import type { Io } from '../io.ts';
import { demandComplete } from '../packages.ts';
import { loadTasks } from '../tasks.ts';
import { check } from './check.ts';
import { readSeed } from './read_seed.ts';
import { makeWorkspace, start } from './start.ts';
import { movesCursor } from './terminal.ts';

const BEGIN = [
  'Press s to read the spec of this task. Then edit the files in workspace/ with your editor.',
  'Each time that you save, the task is checked, and the verdict stands here.',
];

/** `kata` alone: sets the workspace up where there is none; then the guided loop, or one check where no terminal can show it. */
export async function next(io: Io, { seed }: { seed?: string }): Promise<number> {
  const isNew = !existsSync(io.home.workspace);
  if (!io.stdin.isTTY || !movesCursor(io)) {
    if (isNew) await start(io);
    return check(io, [], seed === undefined ? {} : { seed });
  }
  demandComplete();
  const { loop } = await import('./loop.ts');
  const tasks = await loadTasks();
  const number = readSeed(seed);
  const notes = isNew ? [await makeWorkspace(io.home, tasks), ...BEGIN] : [];
  return loop(io, { tasks, seed: number, notes });
}
