import type { Home } from '../project.ts';
import type { Task } from '../tasks.ts';
import { readProgress, updateProgress } from './progress.ts';

/** The hints of a task that were shown so far, the newest last. */
export type ShownHints = { task: Task; hints: string[]; left: number };

/** Shows one hint more of a task than before, and remembers it. Where all were shown, they are shown again. */
export function nextHint(home: Home, task: Task): ShownHints {
  const key = String(task.number);
  const total = task.hints.length;
  const { hints } = updateProgress(home, (progress) => ({
    ...progress,
    hints: { ...progress.hints, [key]: Math.min((progress.hints[key] ?? 0) + 1, total) },
  }));
  const shown = hints[key] ?? 0;
  return { task, hints: task.hints.slice(0, shown), left: total - shown };
}

/** The hints of a task that were shown before. */
export function shownHints(home: Home, task: Task): ShownHints {
  const shown = Math.min(readProgress(home).hints[String(task.number)] ?? 0, task.hints.length);
  return { task, hints: task.hints.slice(0, shown), left: task.hints.length - shown };
}
