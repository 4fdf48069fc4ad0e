import { EXIT } from '../errors.ts';
import { resetLines } from '../reporters/moves.ts';
import { resetTo } from '../stages/moves.ts';
import { loadTasks } from '../tasks.ts';
import { maybeTask } from './one_task.ts';

/** `kata reset [N]`: back to the start of the present task, or of another one, after saving what is there. */
export async function reset(number?: string): Promise<number> {
  const tasks = await loadTasks();
  const move = await resetTo(maybeTask(tasks, number), tasks);
  console.log(resetLines(move).join('\n'));
  return EXIT.passed;
}
