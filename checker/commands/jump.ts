import { EXIT } from '../errors.ts';
import { type Io, print } from '../io.ts';
import { jumpLines, readSentence } from '../reporters/moves.ts';
import { jumpTo } from '../stages/moves.ts';
import { loadTasks } from '../tasks.ts';
import { oneTask } from './one_task.ts';

/** `kata jump N`: goes to the start of a task, after saving what is there. */
export async function jump(io: Io, number: string): Promise<number> {
  const tasks = await loadTasks();
  const move = await jumpTo(io.home, oneTask(tasks, number), tasks);
  print(io, ...jumpLines(move), readSentence(move.task));
  return EXIT.passed;
}
