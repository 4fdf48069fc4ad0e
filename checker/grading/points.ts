import type { Check, Task } from './report.ts';

/** What all tasks are worth together. `kata verify` holds them to it. */
export const COURSE_POINTS = 200;

/** A check of security counts as much as so many others. */
export const SECURITY_WEIGHT = 3;

/** What a hole costs at least: a task in which one is open loses so many points. */
export const HOLE_COST = COURSE_POINTS * 0.05;

/**
 * The points of a task, shared out among its checks by their weights: hundredths of a point, with the sum of all exactly
 * `points`. What cannot be shared evenly goes to the heaviest.
 */
export function sharesOf(points: number, weights: readonly number[]): number[] {
  const all = sum(weights);
  if (all === 0) return weights.map(() => 0);
  const cents = Math.round(points * 100);
  const unit = Math.floor(cents / all);
  const heaviest = Math.max(...weights);
  const among = weights.filter((weight) => weight === heaviest).length;
  const left = cents - unit * all;
  let place = 0;
  return weights.map((weight) => {
    if (weight < heaviest) return (weight * unit) / 100;
    const extra = Math.floor(left / among) + (place < left % among ? 1 : 0);
    place += 1;
    return (weight * unit + extra) / 100;
  });
}

/** Whether a check costs anything: it did not pass, and that is no consequence of another task's work. */
export function isCharged({ outcome, consequence }: Check): boolean {
  return outcome !== 'passed' && consequence === undefined;
}

/**
 * The points that a task earns. A check that is charged costs its points. A guard has none of its own: it costs as much as an
 * average check of its task. A hole costs at least `HOLE_COST`.
 */
export function scoreOf({ maxScore, checks }: Pick<Task, 'maxScore' | 'checks'>, charged = isCharged): number {
  const lost = checks.filter((check) => charged(check));
  const average = averageOf({ maxScore, checks });
  const cost = sum(lost.map(({ guard, points }) => (guard ? average : points)));
  const least = lost.some(({ open }) => open) ? HOLE_COST : 0;
  return rounded(Math.max(0, maxScore - Math.max(cost, least)));
}

/** What an average check of a task is worth, and so what a guard costs. */
export function averageOf({ maxScore, checks }: Pick<Task, 'maxScore' | 'checks'>): number {
  return rounded(maxScore / Math.max(1, checks.filter(({ guard }) => !guard).length));
}

/** To hundredths of a point. */
export function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
