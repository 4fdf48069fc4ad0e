import { expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import type { Task } from '../tasks.ts';
import { selectTasks } from './select_tasks.ts';

const tasks = Array.from({ length: 11 }, (_, number) => ({ number })) as Task[];
const numbers = (...selection: string[]) => selectTasks(tasks, selection).map(({ number }) => number);

test('numbers and ranges, in the order of the tasks', () => {
  expect(numbers('4')).toEqual([4]);
  expect(numbers('9-10', '0-2', '1')).toEqual([0, 1, 2, 9, 10]);
});

test.each(['11', '3-11', '4-2', 'x', '-1', '1.5', ''])('"%s" is told in one sentence', (text) => {
  expect(() => numbers(text)).toThrow(UserError);
});
