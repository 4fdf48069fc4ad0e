import type { Home } from '../project.ts';
import type { Task } from '../tasks.ts';
import { readProgress, updateProgress } from './progress.ts';
import { rememberStart } from './starts.ts';
import { setUp } from './workspace.ts';

/**
 * Remembers that the present task is passed, where it is among `numbers`. Others are not: after a jump the tasks before
 * hold because of the starter, and nobody has passed them.
 */
export function recordPassed(home: Home, numbers: number[]): void {
  const { present, passed, regressed } = readProgress(home);
  const isNew = numbers.includes(present) && !passed.includes(present);
  const again = regressed.filter((number) => numbers.includes(number));
  if (!isNew && again.length === 0) return;
  updateProgress(home, (progress) => ({
    ...progress,
    passed: isNew ? [...progress.passed, present].sort((a, b) => a - b) : progress.passed,
    regressed: progress.regressed.filter((number) => !again.includes(number)),
  }));
}

/** Remembers that a task which was passed does not hold any more. */
export function recordRegression(home: Home, number: number): void {
  const { passed, regressed } = readProgress(home);
  if (!passed.includes(number) || regressed.includes(number)) return;
  updateProgress(home, (progress) => ({
    ...progress,
    regressed: [...progress.regressed, number].sort((a, b) => a - b),
  }));
}

/** The tasks that are passed, and still hold as far as is known. */
export function passedTasks(home: Home): number[] {
  const { passed, regressed } = readProgress(home);
  return passed.filter((number) => !regressed.includes(number));
}

/** All tasks up to the present one are passed: goes on to the next. Gives what to tell the learner, a sentence a line. */
export async function advance(home: Home, tasks: Task[]): Promise<string[]> {
  const { present } = readProgress(home);
  const next = tasks.find(({ number }) => number === present + 1);
  if (!next) {
    if (present < tasks.length) updateProgress(home, (progress) => ({ ...progress, present: tasks.length }));
    return ['All tasks are done. Your server does what the finished one does.'];
  }
  const written = await setUp(home, tasks, next.number);
  await rememberStart(home, next.number);
  // Last: where this is cut off, the same check goes on from here once more.
  updateProgress(home, (progress) => ({ ...progress, present: next.number }));
  const added = written.length > 0 ? [`New in workspace/: ${written.join(', ')}`] : [];
  return [`Task ${present} is done. Next: task ${next.number}, “${next.title}”.`, ...added];
}
