import { EXIT } from '../errors.ts';
import { type Io, print } from '../io.ts';
import { hintLines } from '../reporters/hints.ts';
import { nextHint } from '../stages/hints.ts';
import { presentTask } from '../stages/present.ts';
import { loadTasks } from '../tasks.ts';
import { maybeTask } from './one_task.ts';

/** `kata hint [N]`: the hints of a task up to the next one. */
export async function hint(io: Io, number?: string): Promise<number> {
  const tasks = await loadTasks();
  const task = maybeTask(tasks, number) ?? presentTask(io.home, tasks, 'hint');
  print(io, ...hintLines(nextHint(io.home, task)));
  return EXIT.passed;
}
