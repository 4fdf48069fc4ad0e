import { EXIT } from '../errors.ts';
import type { Io } from '../io.ts';
import { toPatch } from '../reporters/patch.ts';
import { solutionOf } from '../stages/diff.ts';
import { loadTasks } from '../tasks.ts';
import { oneTask } from './one_task.ts';
import { wantsColor } from './terminal.ts';

/** `kata solution N`: what the reference changes in a task that is passed, or with `--spoil` in any. */
export async function solution(io: Io, number: string, { spoil = false }: { spoil?: boolean }): Promise<number> {
  const tasks = await loadTasks();
  const files = await solutionOf(io.home, oneTask(tasks, number), tasks, { spoil });
  io.stdout.write(toPatch(files, { color: wantsColor(io) }));
  return EXIT.passed;
}
