import { UserError } from '../errors.ts';
import type { Home } from '../project.ts';
import type { Task } from '../tasks.ts';
import { readProgress } from './progress.ts';

/** The task that the learner works on. @throws {UserError} where all are done; `command` is what can then be given a number. */
export function presentTask(home: Home, tasks: Task[], command: string): Task {
  const { present } = readProgress(home);
  const task = tasks.find(({ number }) => number === present);
  if (task) return task;
  throw new UserError(`All tasks are done. Name the task that you mean: \`npx kata ${command} ${tasks.length - 1}\`.`);
}

/** The task that the learner works on, or the last one where all are done. */
export function presentOrLast(home: Home, tasks: Task[]): Task {
  return tasks[Math.min(readProgress(home).present, tasks.length - 1)] as Task;
}
