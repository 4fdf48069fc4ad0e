import { type Sheet, sheetOf } from '../reporters/sheet.ts';
import { safe } from '../reporters/untrusted.ts';
import { keysOf } from './keys.ts';
import { clipped, lines, wrapped } from './lines.ts';
import { listLines } from './list_lines.ts';
import { mainLines } from './main_lines.ts';
import type { Main, Page, Shown, Size } from './view.ts';

/** Rows below which nothing can be read: the keys are then left out. */
const LOW = 8;

const NO_BREAK = '\u00a0';

/** The screen as lines: at most so many rows, none wider than the columns. */
export function draw(given: Shown, size: Size, { color }: { color: boolean }): string[] {
  // What else there is comes from the course. A page has colours already: whoever opens it has made it safe.
  const shown = { ...given, state: safe(given.state), notes: safe(given.notes) };
  const sheet = sheetOf({ color, width: size.columns });
  const { head, foot, room } = frame(shown, size, sheet);
  const body = bodyLines(shown, sheet, { columns: size.columns, rows: room });
  return [...head, ...body, ...foot].slice(0, size.rows);
}

/** The text that can be scrolled: how many lines it has, and how many of them are shown at a time. */
export function extent(shown: Shown, size: Size): { length: number; room: number } {
  const sheet = sheetOf({ color: false, width: size.columns });
  const { room } = frame(shown, size, sheet);
  const { view } = shown;
  if (view.kind === 'list') return { length: 0, room };
  const { length } = textLines(shown, view, sheet, size.columns);
  // The task at hand gives a line to the sentence that there is more.
  return { length, room: view.kind === 'main' && length > room ? Math.max(1, room - 1) : room };
}

function frame(shown: Shown, { columns, rows }: Size, sheet: Sheet): { head: string[]; foot: string[]; room: number } {
  const head = headLines(shown, sheet, columns).flatMap((line) => wrapped(line, columns));
  const foot = rows < LOW ? [] : ['', ...footLines(shown, sheet, columns)];
  // Where there is no room for everything, what the view is about comes first.
  if (head.length + foot.length >= rows) return { head: [], foot: [], room: rows };
  return { head, foot, room: rows - head.length - foot.length };
}

function headLines(shown: Shown, sheet: Sheet, columns: number): string[] {
  const { paint } = sheet;
  const { state, tasks, view } = shown;
  if (view.kind === 'page') return [paint('bold', clipped(view.title, columns)), ''];
  const done = state.passed.length;
  const bar = `${paint('green', '█'.repeat(done))}${paint('dim', '░'.repeat(Math.max(0, tasks.length - done)))}`;
  const count = `${done} of ${tasks.length} tasks passed`;
  if (view.kind === 'list') return [`${bar} ${count}`, ''];
  const task = tasks.find(({ number }) => number === state.present);
  if (!task) return [...doneLines(shown, sheet), `${bar} ${count}`, ''];
  return [
    ...lines(sheet.fold('', paint('bold', `Task ${task.number} · ${task.title}`))),
    ...lines(sheet.fold('', paint('dim', task.spec))),
    `${bar} ${count}`,
    '',
  ];
}

/** The learner is through. After jumps there may be tasks that they have not passed themselves. */
function doneLines({ state, tasks }: Shown, { paint, fold }: Sheet): string[] {
  const left = tasks.filter(({ number }) => !state.passed.includes(number)).map(({ number }) => number);
  if (left.length === 0) return [paint(['green', 'bold'], 'All tasks are done.')];
  const names = `${left.length === 1 ? 'task' : 'tasks'} ${left.join(', ')}`;
  return [
    paint(['green', 'bold'], 'You are at the end of the course.'),
    ...lines(fold('', `Not passed: ${names}. Press l to go there.`)),
  ];
}

function bodyLines(shown: Shown, sheet: Sheet, { columns, rows: room }: Size): string[] {
  const { view } = shown;
  if (view.kind === 'list') return listLines(shown, view, sheet, { columns, rows: room });
  const all = textLines(shown, view, sheet, columns);
  if (view.kind === 'page') return all.slice(view.top, view.top + room);
  if (all.length <= room) return all;
  if (room < 2) return all.slice(0, room);
  const top = Math.min(view.top, all.length - room + 1);
  const below = all.length - top - (room - 1);
  const more = below > 0 ? `↓ ${below} more ${below === 1 ? 'line' : 'lines'}` : '↑ this is the end';
  return [...all.slice(top, top + room - 1), sheet.paint('dim', clipped(more, columns))];
}

function textLines(shown: Shown, view: Main | Page, sheet: Sheet, columns: number): string[] {
  const all = view.kind === 'page' ? view.lines : mainLines(shown, sheet);
  return all.flatMap((line) => wrapped(line, columns));
}

function footLines(shown: Shown, { paint, fold }: Sheet, columns: number): string[] {
  const { view } = shown;
  const texts =
    view.kind === 'page'
      ? ['↑ ↓ PgUp PgDn move', 'Esc back', place(view, columns)]
      : view.kind === 'list'
        ? ['↑ ↓ choose', 'Enter jump', 'Esc back']
        : keysOf(shown).map(({ key, label }) => `${key} ${label}`);
  // A key and its word stay together.
  const text = texts.filter(Boolean).map((word) => word.replaceAll(' ', NO_BREAK));
  const folded = lines(fold('', text.join(' · ')).replaceAll(NO_BREAK, ' '));
  return folded.flatMap((line) => wrapped(paint('dim', line), columns));
}

function place(page: Page, columns: number): string {
  const { length } = page.lines.flatMap((line) => wrapped(line, columns));
  return length === 0 ? '' : `line ${Math.min(page.top + 1, length)} of ${length}`;
}
