import { UserError } from '../errors.ts';
import type { Task } from '../tasks.ts';

/** The tasks that `4`, `0-4` and the like name, in their order. Throws a UserError for anything else. */
export function selectTasks(tasks: Task[], selection: string[]): Task[] {
  const numbers = new Set(selection.flatMap((text) => readRange(text, tasks.length - 1)));
  return tasks.filter(({ number }) => numbers.has(number));
}

function readRange(text: string, last: number): number[] {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const first = Number(from);
  const end = Number(to);
  if (from === undefined) throw new UserError(`"${text}" names no task. Write a number (4) or a range (0-4).`);
  if (first > end) throw new UserError(`"${text}" goes backwards. Write the smaller number first: ${to}-${from}.`);
  if (end > last) throw new UserError(`There is no task ${text}: the tasks go from 0 to ${last}.`);
  return Array.from({ length: end - first + 1 }, (_, index) => first + index);
}
