import wrapAnsi from 'wrap-ansi';
import type { Report } from '../grading/report.ts';
import { type Sheet, sheetOf } from '../reporters/sheet.ts';
import { keysOf, mayGoOn } from './keys.ts';
import { messageOf } from './message.ts';
import type { List, Page, Shown, Size } from './view.ts';

/** Rows below which nothing can be read: the keys are then left out. */
const LOW = 8;

/** The screen as lines: at most so many rows, none wider than the columns. */
export function draw(shown: Shown, { columns, rows }: Size, { color }: { color: boolean }): string[] {
  const sheet = sheetOf({ color, width: columns });
  const head = headLines(shown, sheet, columns);
  const foot = rows < LOW ? [] : ['', ...footLines(shown, sheet, columns)];
  const room = Math.max(1, rows - head.length - foot.length);
  return [...head, ...bodyLines(shown, sheet, { columns, rows: room }), ...foot].slice(0, rows);
}

/** A page as it is shown: what is wider than the terminal goes on in the next line. */
export function pageLines({ lines: all }: Page, columns: number): string[] {
  return all.flatMap((line) => wrapped(line, columns));
}

/** How many lines a page shows at a time. */
export function pageRoom(shown: Shown, { columns, rows }: Size): number {
  const sheet = sheetOf({ color: false, width: columns });
  const foot = rows < LOW ? 0 : 1 + footLines(shown, sheet, columns).length;
  return Math.max(1, rows - headLines(shown, sheet, columns).length - foot);
}

function headLines(shown: Shown, sheet: Sheet, columns: number): string[] {
  const { paint } = sheet;
  const { state, tasks, view } = shown;
  if (view.kind === 'page') return [paint('bold', clipped(view.title, columns)), ''];
  const done = state.passed.length;
  const bar = `${paint('green', '█'.repeat(done))}${paint('dim', '░'.repeat(tasks.length - done))}`;
  const count = `${done} of ${tasks.length} tasks passed`;
  if (view.kind === 'list') return [`${bar} ${count}`, ''];
  const task = tasks.find(({ number }) => number === state.present);
  if (!task) return [paint(['green', 'bold'], 'All tasks are done.'), `${bar} ${count}`, ''];
  return [
    ...lines(sheet.fold('', paint('bold', `Task ${task.number} · ${task.title}`))),
    ...lines(sheet.fold('', paint('dim', task.spec))),
    `${bar} ${count}`,
    '',
  ];
}

function bodyLines(shown: Shown, sheet: Sheet, { columns, rows: room }: Size): string[] {
  const { view } = shown;
  if (view.kind === 'page') return pageLines(view, columns).slice(view.top, view.top + room);
  const all = (view.kind === 'list' ? listLines(shown, view, sheet) : mainLines(shown, sheet)).flatMap((line) =>
    wrapped(line, columns),
  );
  if (all.length <= room) return all;
  if (view.kind === 'list') return windowOf(all, view.selected, room);
  const hidden = `… ${all.length - room + 1} more lines: make the window higher, or press t`;
  return [...all.slice(0, room - 1), sheet.paint('dim', hidden)];
}

function mainLines(shown: Shown, sheet: Sheet): string[] {
  const { state, hints, notes, missed, polling } = shown;
  const { paint, fold } = sheet;
  return [
    ...notes.flatMap((note) => lines(fold('', paint('cyan', note)))),
    ...(missed && !polling
      ? lines(
          fold(
            '',
            paint(
              'yellow',
              'Your system does not tell when a file is saved here. Press p: the files are then looked at again and again.',
            ),
          ),
        )
      : []),
    statusLine(shown, sheet),
    ...(state.fault === undefined
      ? []
      : lines(fold('', paint('yellow', `The checker could not find out: ${state.fault}`)))),
    ...regressionLines(shown, sheet),
    ...(state.report ? ['', ...reportLines(state.report, sheet)] : []),
    ...(hints.shown.length > 0 ? ['', ...hintLines(shown, sheet)] : []),
  ];
}

function statusLine({ state }: Shown, { paint }: Sheet): string {
  if (state.checking === 'present') return paint('cyan', '● checking …');
  const after = state.checking === 'earlier' ? paint('dim', '  (the earlier tasks are being checked)') : '';
  if (!state.report) return state.checking ? after.trim() : paint('dim', '● waiting for a save');
  if (mayGoOn(state) && failedIn(state.report) === 0)
    return `${paint(['green', 'bold'], '✓ passed. Press n for the next task.')}${after}`;
  return `${paint(['red', 'bold'], '✗ not passed yet')}${after}`;
}

function regressionLines({ state }: Shown, { paint, fold }: Sheet): string[] {
  return state.regressions.flatMap(({ task, check, title }) =>
    lines(fold(paint('red', '✗ '), `Task ${task} held before, and does not any more: [${check}] ${title}`)),
  );
}

function reportLines(report: Report, sheet: Sheet): string[] {
  const checks = report.tasks.flatMap((task) => task.checks);
  const passed = checks.length - failedIn(report);
  return [`${passed} of ${checks.length} checks passed`, ...messageOf(report, sheet)];
}

function hintLines({ hints: { shown, left } }: Shown, { paint, fold }: Sheet): string[] {
  const rest = left > 0 ? `${left} more: press h` : 'That was the last hint. The spec says the rest: press s';
  return [
    ...shown.flatMap((hint, index) => lines(fold(paint('yellow', `Hint ${index + 1}: `), hint))),
    paint('dim', rest),
  ];
}

function listLines({ tasks, state }: Shown, { selected, confirming }: List, { paint }: Sheet): string[] {
  return tasks.flatMap(({ number, title }, index) => {
    const mark = state.passed.includes(number) ? paint('green', '✓') : ' ';
    const here = number === state.present ? paint('dim', '  ← you are here') : '';
    const row = `${index === selected ? '›' : ' '} ${mark} ${String(number).padStart(2)}  ${title}`;
    const line = `${index === selected ? paint('bold', row) : row}${here}`;
    const question = `     Jump to the start of task ${number}? Your workspace is saved first. Enter jumps, Esc goes back.`;
    return index === selected && confirming ? [line, ...lines(paint('yellow', question))] : [line];
  });
}

function footLines(shown: Shown, { paint, fold }: Sheet, columns: number): string[] {
  const { view } = shown;
  const texts =
    view.kind === 'page'
      ? ['↑ ↓ PgUp PgDn move', 'Esc back', place(view, columns)]
      : view.kind === 'list'
        ? ['↑ ↓ choose', 'Enter jump', 'Esc back']
        : keysOf(shown).map(({ key, label }) => `${key} ${label}`);
  return lines(fold('', texts.filter(Boolean).join(' · '))).map((line) => paint('dim', line));
}

function place(page: Page, columns: number): string {
  const { length } = pageLines(page, columns);
  return length === 0 ? '' : `line ${Math.min(page.top + 1, length)} of ${length}`;
}

function windowOf(all: string[], middle: number, room: number): string[] {
  const start = Math.max(0, Math.min(middle - Math.floor(room / 2), all.length - room));
  return all.slice(start, start + room);
}

function failedIn({ tasks }: Report): number {
  return tasks.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'passed')).length;
}

function clipped(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}

function wrapped(line: string, columns: number): string[] {
  return wrapAnsi(line, columns, { hard: true, trim: false }).split('\n');
}

function lines(text: string): string[] {
  return text.split('\n');
}
