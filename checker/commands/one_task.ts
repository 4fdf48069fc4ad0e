import { UserError } from '../errors.ts';
import type { Task } from '../tasks.ts';

/** The task that a number names. Throws a UserError for anything else. */
export function oneTask(tasks: Task[], text: string): Task {
  const task = /^\d{1,4}$/.test(text) ? tasks.find(({ number }) => number === Number(text)) : undefined;
  if (task) return task;
  throw new UserError(`There is no task "${text}". Write the number of a task, from 0 to ${tasks.length - 1}.`);
}

/** The same, where a number may be missing. */
export function maybeTask(tasks: Task[], text: string | undefined): Task | undefined {
  return text === undefined ? undefined : oneTask(tasks, text);
}
