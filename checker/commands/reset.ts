import { EXIT } from '../errors.ts';
import { type Io, print } from '../io.ts';
import { resetLines } from '../reporters/moves.ts';
import { resetTo } from '../stages/moves.ts';
import { loadTasks } from '../tasks.ts';
import { maybeTask } from './one_task.ts';

/** `kata reset [N]`: back to the start of the present task, or of another one, after saving what is there. */
export async function reset(io: Io, number?: string): Promise<number> {
  const tasks = await loadTasks();
  const move = await resetTo(io.home, maybeTask(tasks, number), tasks);
  print(io, ...resetLines(move));
  return EXIT.passed;
}
