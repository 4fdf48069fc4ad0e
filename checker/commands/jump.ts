import { EXIT } from '../errors.ts';
import { jumpLines, readSentence } from '../reporters/moves.ts';
import { jumpTo } from '../stages/moves.ts';
import { loadTasks } from '../tasks.ts';
import { oneTask } from './one_task.ts';

/** `kata jump N`: goes to the start of a task, after saving what is there. */
export async function jump(number: string): Promise<number> {
  const tasks = await loadTasks();
  const move = await jumpTo(oneTask(tasks, number), tasks);
  console.log([...jumpLines(move), readSentence(move.task)].join('\n'));
  return EXIT.passed;
}
