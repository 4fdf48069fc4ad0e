import type { Home } from '../project.ts';
import type { Task } from '../tasks.ts';
import { passedTasks } from './advance.ts';
import { readProgress } from './progress.ts';

export type TaskState = 'passed' | 'present' | 'open';

/** Where the learner stands. A task that was passed and is the present one again counts as present in its row. */
export type Overview = {
  rows: { number: number; title: string; state: TaskState; passed: boolean; hintsShown: number }[];
  passed: number;
};

/** The tasks with their state, in their order, and how many are passed. */
export function overviewOf(home: Home, tasks: Task[]): Overview {
  const { present, hints } = readProgress(home);
  const passed = passedTasks(home);
  const rows = tasks.map(({ number, title }) => {
    const isPassed = passed.includes(number);
    const state: TaskState = number === present ? 'present' : isPassed ? 'passed' : 'open';
    return { number, title, state, passed: isPassed, hintsShown: hints[String(number)] ?? 0 };
  });
  return { rows, passed: rows.filter((row) => row.passed).length };
}
