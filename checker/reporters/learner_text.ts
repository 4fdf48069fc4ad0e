import type { GradedClass, Learner, TaskMark } from '../grading/graded.ts';
import { averageOf, isCharged } from '../grading/points.ts';
import type { Check, Diagnostic, LearnerError, Task } from '../grading/report.ts';
import type { Status } from './status.ts';
import { oneLine } from './untrusted.ts';

/** Words about one learner that several outputs share. */

const MAX_REASON = 2000;

/** How it went with a learner's submission: what it was stored as, or that its server does not load. */
export function statusOf({ result }: Pick<Learner, 'result'>): Status {
  return result.status === 'graded' && loadFault(result) ? 'did not load' : result.status;
}

/** Why a submission has no report, or no points, in one line; empty if it has some. */
export function reasonText({ result }: Pick<Learner, 'result'>): string {
  if (result.reason !== undefined) return oneLine(result.reason, MAX_REASON);
  const fault = loadFault(result) ?? (result.report?.score === 0 ? firstFault(result.report.tasks) : undefined);
  return fault ? oneLine(faultText(fault), MAX_REASON) : '';
}

function loadFault({ report }: Learner['result']): Diagnostic | undefined {
  return report?.diagnostics.find(({ kind }) => kind === 'did not load');
}

/** What kept the first check from its judgement, or else what it found. */
function firstFault(tasks: Task[]): { message: string; error?: LearnerError } | undefined {
  const failed = tasks.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'failed');
  const found = failed.find(({ cause }) => cause !== 'assertion') ?? failed[0];
  return found && { message: found.reason ?? '', ...(found.error && { error: found.error }) };
}

function faultText({ message, error }: { message: string; error?: LearnerError | undefined }): string {
  if (!error) return message;
  return `${message} ${error.message}${error.file ? ` (${error.file}:${error.line})` : ''}`;
}

/** The mark, with the late penalty. */
export function scoreText({ mark }: Learner): string {
  const late = mark.late ? ` (${mark.late.penalty} taken away: ${mark.late.hours} hours late)` : '';
  return `${mark.score} of ${mark.maxScore}${late}`;
}

/** Per cent of what could be earned, never rounded up to all; 0 where nothing could. */
export function percentOf(score: number, maxScore: number): number {
  if (maxScore === 0) return 0;
  const percent = Math.round((score / maxScore) * 1000) / 10;
  return percent === 100 && score < maxScore ? 99.9 : percent;
}

/** The guards of a task that are charged. */
export function failedGuards(task: Task): Check[] {
  return task.checks.filter((check) => check.guard && isCharged(check));
}

/** What the guards that are charged cost. Empty if there are none. */
export function guardText(task: Task): string {
  const ids = failedGuards(task).map(({ id }) => `[${id}]`);
  if (ids.length === 0) return '';
  const cost = `${averageOf(task)} of the points of this task`;
  return ids.length === 1
    ? `${ids[0]} protects what worked before. It failed, which costs ${cost}.`
    : `${ids.join(', ')} protect what worked before. They failed, and each costs ${cost}.`;
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
