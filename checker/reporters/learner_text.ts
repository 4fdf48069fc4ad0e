import type { GradedClass, Learner, TaskMark } from '../grading/graded.ts';
import type { Check, Task } from '../grading/report.ts';
import { oneLine } from './untrusted.ts';

/** Words about one learner that several outputs share. */

export const STATUS: Record<Learner['result']['status'], string> = {
  graded: 'graded',
  refused: 'refused',
  error: 'could not be judged',
};

/** Why a submission has no report; empty where it has one. */
export function reasonText({ result }: Learner): string {
  return oneLine(result.reason ?? '', 2000);
}

/** The mark, with the late penalty. */
export function scoreText({ mark }: Learner): string {
  const late = mark.late ? ` (${mark.late.penalty} taken away: ${mark.late.hours} hours late)` : '';
  return `${mark.score} of ${mark.maxScore}${late}`;
}

/** Per cent of what could be earned; 0 where nothing could. */
export function percentOf(score: number, maxScore: number): number {
  return maxScore === 0 ? 0 : Math.round((score / maxScore) * 1000) / 10;
}

/** A task that failed a guard gives nothing, whatever its other checks say. */
export function failedGuard(task: Task): Check | undefined {
  return task.checks.find(({ guard, outcome }) => guard && outcome !== 'passed');
}

/** The report's tasks of a learner, each with its mark. */
export function judgedTasks({ result, mark }: Learner): { task: Task; mark: TaskMark | undefined }[] {
  return (result.report?.tasks ?? []).map((task) => ({
    task,
    mark: mark.tasks.find(({ number }) => number === task.number),
  }));
}

export function headLine({ kata, seed, sandbox }: GradedClass): string {
  return `kata ${kata}, seed ${seed}, sandbox ${sandbox}`;
}
