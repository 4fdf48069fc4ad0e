import type { Mark, Result } from '../graded.ts';
import { isCharged, rounded, scoreOf, sum } from '../points.ts';
import type { Check } from '../report.ts';
import { deadlineOf } from './deadlines.ts';
import type { Policy } from './policy.ts';

type TaskHead = { number: number; title: string; maxScore: number };

const HOUR = 3_600_000;

/** What a result earns under a policy. Blocked checks are not earned; a submission without a report earns nothing. */
export function markOf(result: Result, tasks: TaskHead[], policy: Policy): Mark {
  const counting = (number: number) =>
    (policy.weights[String(number)] ?? 1) > 0 && (policy.tasks?.includes(number) ?? true);
  // What comes of a task that does not count would be charged nowhere.
  const charged = (check: Check) =>
    isCharged(check) ||
    (check.consequence !== undefined && (policy.blame === false || !check.consequence.of.some(counting)));
  const marked = tasks.map(({ number, title, maxScore }) => {
    const weight = policy.weights[String(number)] ?? 1;
    const judged = result.report?.tasks.find((task) => task.number === number);
    const earned = judged ? scoreOf(judged, charged) : 0;
    const counts = counting(number);
    // A task that does not count is shown with its plain points.
    const factor = counts ? weight : 1;
    return { number, title, score: rounded(earned * factor), maxScore: rounded(maxScore * factor), counts };
  });
  const counted = marked.filter(({ counts }) => counts);
  const most = sum(counted.map(({ maxScore }) => maxScore));
  const maxScore = policy.outOf ?? most;
  const full = most === 0 ? 0 : (sum(counted.map(({ score }) => score)) / most) * maxScore;
  const late = latenessOf(result, policy);
  const penalty = late ? rounded(full * late.part) : 0;
  return {
    tasks: marked,
    score: marks(full - penalty, maxScore),
    maxScore: rounded(maxScore),
    ...(late && { late: { hours: rounded(late.hours), penalty } }),
  };
}

/** What a policy says, in a sentence each. */
export function policySentences(policy: Policy, tasks: TaskHead[]): string[] {
  const { weights, outOf, late } = policy;
  const left = tasks.filter(({ number }) => weights[String(number)] === 0 || policy.tasks?.includes(number) === false);
  const weighted = Object.entries(weights).filter(([, weight]) => weight !== 1 && weight !== 0);
  return [
    ...(left.length > 0 ? [`These tasks do not count: ${left.map(({ number }) => number).join(', ')}.`] : []),
    ...weighted.map(([number, weight]) => `Task ${number} counts ${weight} times.`),
    ...(policy.blame === false ? ['Each check that fails costs its points, whatever it follows from.'] : []),
    ...(outOf === undefined ? [] : [`The mark is out of ${outOf}.`]),
    ...(late
      ? [
          `Each day that has begun after the deadline takes ${percent(late.perDay)}, at most ${percent(late.atMost)}${late.graceMinutes > 0 ? `; ${late.graceMinutes} minutes are free` : ''}.`,
        ]
      : []),
  ];
}

function latenessOf(
  { name, submitted, report }: Result,
  { late }: Policy,
): { hours: number; part: number } | undefined {
  const known = late && deadlineOf(name, late.deadlines);
  // Where nothing was judged, nothing came late: the time is that of a folder, which any program changes.
  if (!late || !known || !report) return undefined;
  const over = (known.submitted ?? Date.parse(submitted)) - known.deadline;
  if (over <= late.graceMinutes * 60_000) return undefined;
  return { hours: over / HOUR, part: Math.min(late.atMost, Math.ceil(over / (24 * HOUR)) * late.perDay) };
}

/** Rounded like all others, but never up to full marks. */
function marks(score: number, maxScore: number): number {
  const nearest = rounded(score);
  return nearest < rounded(maxScore) || score > maxScore - 1e-9 ? nearest : Math.floor(score * 100) / 100;
}

function percent(part: number): string {
  return `${rounded(part * 100)} %`;
}
