import type { Task } from './report.ts';

/**
 * The points that a task earns. A check that is not passed costs its points. A guard has none of its own: one that is not
 * passed costs as much as an average check of its task.
 */
export function scoreOf({ maxScore, checks }: Pick<Task, 'maxScore' | 'checks'>): number {
  const lost = checks.filter(({ outcome }) => outcome !== 'passed');
  const average = averageOf({ maxScore, checks });
  const cost = sum(lost.map(({ guard, points }) => (guard ? average : points)));
  return rounded(Math.max(0, maxScore - cost));
}

/** What an average check of a task is worth, and so what a guard costs. */
export function averageOf({ maxScore, checks }: Pick<Task, 'maxScore' | 'checks'>): number {
  return rounded(maxScore / Math.max(1, checks.filter(({ guard }) => !guard).length));
}

/** To hundredths of a point. */
export function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}

export function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
