import type { Report } from '../grading/report.ts';
import { messageLines, requirementsOf } from '../reporters/check_message.ts';
import type { Sheet } from '../reporters/sheet.ts';

/**
 * What a learner should mend next: the first check that failed, whole, and how many more there are. One at a time, since
 * the next save may mend several.
 */
export function messageOf(report: Report, sheet: Sheet): string[] {
  const checks = report.tasks.flatMap((task) => task.checks);
  const failed = checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'error');
  const blocked = checks.filter(({ outcome }) => outcome === 'blocked');
  const [first, ...others] = failed;
  const diagnostics = report.diagnostics.flatMap(({ message }) =>
    sheet.fold(sheet.paint('red', '! '), message).split('\n'),
  );
  if (!first) return diagnostics;
  const title = sheet.fold(sheet.paint('red', '✗ '), sheet.paint('bold', `[${first.id}] ${first.title}`));
  const rest = [
    ...(others.length > 0 ? [`${others.length} more failed`] : []),
    ...(blocked.length > 0 ? [`${blocked.length} wait for what failed`] : []),
  ];
  return [
    ...diagnostics,
    ...title.split('\n'),
    ...messageLines(first, requirementsOf(report), sheet, { whole: false }).flatMap((line) => line.split('\n')),
    ...(rest.length > 0 ? [sheet.paint('dim', rest.join(', '))] : []),
  ];
}
