import type { Sheet } from '../reporters/sheet.ts';
import { wrapped } from './lines.ts';
import type { List, Shown, Size } from './view.ts';

/** The list of the tasks, at most `rows` lines of it: those around the chosen one. */
export function listLines(shown: Shown, list: List, sheet: Sheet, { columns, rows }: Size): string[] {
  const blocks = shown.tasks.map((_task, index) =>
    entryLines(shown, list, index, sheet).flatMap((line) => wrapped(line, columns)),
  );
  const all = blocks.flat();
  const first = blocks.slice(0, list.selected).flat().length;
  const height = blocks[list.selected]?.length ?? 1;
  // The chosen one whole, and what is above and below it in equal parts.
  const wish = first - Math.floor(Math.max(0, rows - height) / 2);
  const start = Math.max(0, Math.min(wish, all.length - rows));
  return all.slice(start, start + rows);
}

function entryLines({ tasks, state }: Shown, list: List, index: number, { paint }: Sheet): string[] {
  const { number, title } = tasks[index] as Shown['tasks'][number];
  const chosen = index === list.selected;
  const mark = state.passed.includes(number) ? paint('green', '✓') : ' ';
  const here = number === state.present ? paint('dim', '  ← you are here') : '';
  const row = `${chosen ? '›' : ' '} ${mark} ${String(number).padStart(2)}  ${title}`;
  const line = `${chosen ? paint('bold', row) : row}${here}`;
  if (!chosen || !list.confirming) return [line];
  return [
    line,
    paint('yellow', `     Jump to the start of task ${number}? Your workspace is saved first.`),
    paint('yellow', '     Enter jumps, Esc goes back.'),
  ];
}
