import { stringify } from 'csv-stringify/sync';
import type { GradedClass, Learner } from '../grading/graded.ts';
import { percentOf, reasonText, statusOf } from './learner_text.ts';
import { STATUS } from './status.ts';
import { oneLine, safe } from './untrusted.ts';

const MAX_NAME = 200;

/**
 * The marks as a table: one row a learner, one column a task (RFC 4180). It begins with a byte order mark, without which
 * spreadsheets take UTF-8 for something else. A cell that a spreadsheet would take for a formula has an apostrophe in
 * front (OWASP, "CSV Injection").
 */
export function toCsv(given: GradedClass): string {
  const graded = safe(given);
  return stringify([headings(graded), ...graded.learners.map((learner) => row(learner, graded))], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

function headings({ tasks, learners }: GradedClass): string[] {
  // The marks know the weights; without any learner, the plain points stand.
  const marked = learners[0]?.mark.tasks ?? tasks;
  const columns = marked.map(({ number, maxScore, counts }) =>
    counts ? `task ${number} (${maxScore})` : `task ${number} (${maxScore}, not counted)`,
  );
  return ['name', 'status', 'score', 'max score', 'percent', ...columns, 'hours late', 'late penalty', 'reason'];
}

function row(learner: Learner, { tasks }: GradedClass): (string | number)[] {
  const { name, mark } = learner;
  const { score, maxScore, late } = mark;
  const scores = tasks.map(({ number }) => mark.tasks.find((task) => task.number === number)?.score ?? 0);
  return [
    oneLine(name, MAX_NAME),
    STATUS[statusOf(learner)],
    score,
    maxScore,
    percentOf(score, maxScore),
    ...scores,
    late?.hours ?? 0,
    late?.penalty ?? 0,
    reasonText(learner),
  ];
}
