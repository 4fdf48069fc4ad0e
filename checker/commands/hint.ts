import { EXIT } from '../errors.ts';
import { hintLines } from '../reporters/hints.ts';
import { nextHint } from '../stages/hints.ts';
import { presentTask } from '../stages/present.ts';
import { loadTasks } from '../tasks.ts';
import { maybeTask } from './one_task.ts';

/** `kata hint [N]`: the hints of a task up to the next one. */
export async function hint(number?: string): Promise<number> {
  const tasks = await loadTasks();
  const task = maybeTask(tasks, number) ?? presentTask(tasks, 'hint');
  console.log(hintLines(nextHint(task)).join('\n'));
  return EXIT.passed;
}
