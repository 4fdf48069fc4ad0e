import { EXIT } from '../errors.ts';
import { toPatch } from '../reporters/patch.ts';
import { diffOf } from '../stages/diff.ts';
import { loadTasks } from '../tasks.ts';
import { wantsColor } from './color.ts';
import { maybeTask } from './one_task.ts';

/** `kata diff [N]`: what the learner has changed since a task started. With no change, stdout stays empty. */
export async function diff(number?: string): Promise<number> {
  const tasks = await loadTasks();
  const { task, files } = await diffOf(maybeTask(tasks, number), tasks);
  if (files.length === 0) console.error(`You have changed nothing since task ${task.number} started.`);
  process.stdout.write(toPatch(files, { color: wantsColor(process.stdout) }));
  return EXIT.passed;
}
