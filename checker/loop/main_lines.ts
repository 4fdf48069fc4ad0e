import type { Report } from '../grading/report.ts';
import type { Sheet } from '../reporters/sheet.ts';
import { typeAdviceLines } from '../reporters/type_advice.ts';
import { printable } from '../reporters/untrusted.ts';
import { mayGoOn } from './keys.ts';
import { lines } from './lines.ts';
import { messageOf } from './message.ts';
import type { Shown } from './view.ts';

const NO_EVENTS =
  'Your system does not tell when a file is saved here. Press p: the files are then looked at again and again.';

/** What the screen says of the task at hand, below its head: the newest first. */
export function mainLines(shown: Shown, sheet: Sheet): string[] {
  const { state, notes, missed, polling } = shown;
  const { paint, fold } = sheet;
  return [
    ...notes.flatMap((note) => lines(fold('', paint('cyan', note)))),
    ...(notes.length > 0 ? [''] : []),
    ...(missed && !polling ? lines(fold('', paint('yellow', NO_EVENTS))) : []),
    ...statusLines(shown, sheet),
    ...regressionLines(shown, sheet),
    ...hintLines(shown, sheet),
    ...(state.report ? reportLines(state.report, sheet) : []),
    ...adviceLines(shown, sheet),
  ];
}

function statusLines(shown: Shown, { paint, fold }: Sheet): string[] {
  const { state } = shown;
  if (state.checking === 'present') return [paint('cyan', '● checking …')];
  if (state.fault !== undefined) return lines(fold('', paint('yellow', `No verdict: ${state.fault}`)));
  const after = state.checking === 'earlier' ? paint('dim', '  (the earlier tasks are being checked)') : '';
  if (state.present >= shown.tasks.length && !state.checking && state.regressions.length === 0)
    return lines(fold('', 'Each save is still checked against all tasks. Press l to do a task once more.'));
  if (!state.report) return [state.checking ? after.trim() : paint('dim', '● waiting for a save')];
  return [`${verdict(shown, state.report, { paint })}${after}`];
}

function verdict({ state, tasks }: Shown, report: Report, { paint }: Pick<Sheet, 'paint'>): string {
  if (!mayGoOn(state) || failedIn(report) > 0) return paint(['red', 'bold'], '✗ not passed yet');
  const isLast = tasks.at(-1)?.number === state.present;
  return paint(
    ['green', 'bold'],
    `✓ passed. ${isLast ? 'Press n: it was the last task.' : 'Press n for the next task.'}`,
  );
}

function regressionLines({ state }: Shown, { paint, fold }: Sheet): string[] {
  return state.regressions.flatMap(({ task, check, title }) =>
    lines(fold(paint('red', '✗ '), `Task ${task} held before, and does not any more: [${check}] ${title}`)),
  );
}

function reportLines(report: Report, sheet: Sheet): string[] {
  const checks = report.tasks.flatMap((task) => task.checks);
  const passed = checks.length - failedIn(report);
  return ['', `${passed} of ${checks.length} checks passed`, ...messageOf(report, sheet)];
}

/** Above what failed: whoever asks for a hint wants to see it. */
function hintLines({ hints: { shown, left } }: Shown, { paint, fold }: Sheet): string[] {
  if (shown.length === 0) return [];
  const rest = left > 0 ? `${left} more: press h` : 'That was the last hint. The spec says the rest: press s';
  return [
    '',
    ...shown.flatMap((hint, index) => lines(fold(paint('yellow', `Hint ${index + 1}: `), hint))),
    paint('dim', rest),
  ];
}

function adviceLines({ state }: Shown, { paint, fold }: Sheet): string[] {
  const all = typeAdviceLines([...state.advice]);
  if (all.length === 0) return [];
  return ['', ...all.flatMap((line) => lines(fold('', paint('dim', printable(line)))))];
}

function failedIn({ tasks }: Report): number {
  return tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'passed')).length;
}
