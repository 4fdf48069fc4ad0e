import { isCharged } from '../grading/points.ts';
import type { Check, Report, Task } from '../grading/report.ts';

/** Checks that fail only because of the work of other tasks. */
export type Consequences = { checks: Check[]; of: number[]; parts: string[] };

/** What fails because of something else, by its cause; in the order of the report. */
export function consequencesIn({ tasks }: Pick<Report, 'tasks'>): Consequences[] {
  const found = tasks.flatMap(({ checks }) => checks.filter(({ consequence }) => consequence !== undefined));
  const groups = Map.groupBy(found, ({ consequence }) => JSON.stringify(consequence));
  return [...groups.values()].flatMap((checks) => {
    const consequence = checks[0]?.consequence;
    return consequence ? [{ checks, ...consequence }] : [];
  });
}

/** Told under the cause: how many checks of other tasks come of it. */
export function causeTexts({ number }: Task, report: Pick<Report, 'tasks'>): string[] {
  const own = consequencesIn(report).filter(({ of }) => of[0] === number);
  return own.map(({ checks, of, parts }) => {
    const [count, they] =
      checks.length === 1 ? ['1 more check fails', 'it passes'] : [`${checks.length} more checks fail`, 'they pass'];
    return `${count} because of ${parts.join(' and ')} (${tasksText(of)}): with a right version of it ${they}.`;
  });
}

/** Told in the task of the checks: that they cost nothing, and why. */
export function consequenceTexts(task: Task): string[] {
  return consequencesIn({ tasks: [task] }).map(({ checks, of }) => {
    const one = checks.length === 1;
    return `${one ? '1 check fails' : `${checks.length} checks fail`} because of ${tasksText(of)}, and ${one ? 'costs' : 'cost'} nothing.`;
  });
}

/** Of one check: what it comes of; empty if it is charged. */
export function consequenceText({ consequence }: Check): string {
  if (!consequence) return '';
  const { of, parts } = consequence;
  return `It costs nothing: with a right version of ${parts.join(' and ')} (${tasksText(of)}) it passes.`;
}

/** What failed, and is charged. */
export function chargedFailures({ checks }: Task): Check[] {
  return checks.filter((check) => check.outcome === 'failed' && isCharged(check));
}

function tasksText(numbers: number[]): string {
  return numbers.length === 1 ? `task ${numbers[0]}` : `tasks ${numbers.join(' and ')}`;
}
