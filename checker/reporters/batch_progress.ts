import type { Result } from '../grading/graded.ts';
import { reasonText, statusOf } from './learner_text.ts';
import { STATUS } from './status.ts';
import { printable } from './untrusted.ts';

/** How far a batch is. Times in milliseconds. */
export type BatchProgress = {
  total: number;
  done: number;
  /** Those of them that an earlier run had done: they say nothing about the speed. */
  kept: number;
  elapsed: number;
  /** Names of the submissions that are being judged. */
  now: string[];
};

const BAR = 20;
const MINUTE = 60_000;

/** One line for a terminal: a bar, the count, the time left, and what is being graded. */
export function progressLine({ total, done, kept, elapsed, now }: BatchProgress, columns: number): string {
  const full = total === 0 ? BAR : Math.floor((done / total) * BAR);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
  const judged = done - kept;
  const left = judged === 0 ? '' : ` · ${span((elapsed / judged) * (total - done))} left`;
  const line = `${bar} ${done}/${total}${left} · ${now.map(printable).join(', ')}`;
  return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}

/** A line for each result, where nobody watches. */
export function resultLine(result: Result, { total, done }: { total: number; done: number }): string {
  const { name, report } = result;
  const status = statusOf({ result });
  const points = report && result.status === 'graded' ? `${report.score} of ${report.maxScore} points` : '';
  const text =
    status === 'graded' ? points : [points, `${STATUS[status]}: ${reasonText({ result })}`].filter(Boolean).join(', ');
  return `${done}/${total} ${printable(name)}: ${printable(text)}`;
}

/** `0:40`, `12:05`. */
function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  const seconds = Math.floor((milliseconds % MINUTE) / 1000);
  return `${minutes}:${String(seconds).padStart(2, '0')}`;
}
