import type { Result } from '../grading/graded.ts';
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
export function resultLine(
  { name, status, reason, report }: Result,
  { total, done }: { total: number; done: number },
): string {
  const text =
    report && status === 'graded' ? `${report.score} of ${report.maxScore} points` : `${status}: ${reason ?? ''}`;
  return `${done}/${total} ${printable(name)}: ${printable(text)}`;
}

/** `0:40`, `12:05`. */
function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  const seconds = Math.floor((milliseconds % MINUTE) / 1000);
  return `${minutes}:${String(seconds).padStart(2, '0')}`;
}
