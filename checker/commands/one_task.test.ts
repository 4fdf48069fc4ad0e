import { expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import type { Task } from '../tasks.ts';
import { maybeTask, oneTask } from './one_task.ts';

const tasks = Array.from({ length: 11 }, (_, number) => ({ number })) as Task[];

test.each([
  ['0', 0],
  ['07', 7],
  ['10', 10],
])('"%s" names a task', (text, number) => expect(oneTask(tasks, text).number).toBe(number));

test.each(['11', '-1', '', ' ', '1.5', '1e1', 'two', '0-4', '99999999999999999999'])(
  '"%s" is told in one sentence',
  (text) => expect(() => oneTask(tasks, text)).toThrow(UserError),
);

test('no number is no task', () => expect(maybeTask(tasks, undefined)).toBeUndefined());
