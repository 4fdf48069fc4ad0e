import type { Move } from '../stages/moves.ts';
import type { Restored, Saved } from '../stages/saved.ts';
import type { Task } from '../tasks.ts';

/** More names than this say nothing more. */
const MAX_NAMES = 6;

/** What comes next at a new task, for a command that is done with it. */
export function readSentence({ name }: Task): string {
  return `Read tasks/${name}/README.md, then run \`npx kata check\`.`;
}

/** What a jump did, a sentence a line. */
export function jumpLines(move: Move): string[] {
  const { task } = move;
  return [
    `You are at the start of task ${task.number} now: “${task.title}”.`,
    ...savedLines(move.saved),
    ...fileLines(move),
    'A jump passes no task: `npx kata progress` shows those that you passed yourself.',
  ];
}

/** What a reset did, a sentence a line. */
export function resetLines(move: Move): string[] {
  const { task, written, removed } = move;
  if (written.length + removed.length === 0)
    return [`Nothing to put back: the files are as they were at the start of task ${task.number}.`];
  return [
    `The files are as they were at the start of task ${task.number}, “${task.title}”.`,
    ...savedLines(move.saved),
    ...fileLines(move),
  ];
}

/** What a restore did, a sentence a line. */
export function restoreLines({ from, saved, written, removed }: Restored): string[] {
  if (written.length + removed.length === 0) return [`Your workspace is already as it was in ${from.name}.`];
  return [
    `Your workspace is as it was before: ${from.reason}, ${localTime(from.date)}.`,
    ...savedLines(saved),
    ...fileLines({ written, removed, kept: [] }),
  ];
}

/** The saves, the newest last, and how to get one back. */
export function saveLines(saves: Saved[]): string[] {
  const newest = saves.at(-1);
  if (!newest) return ['Nothing was saved yet. kata saves your workspace before it overwrites a file of it.'];
  const width = Math.max(...saves.map(({ name }) => name.length));
  const rows = saves.map(
    ({ name, date, reason, files }) =>
      `${name.padEnd(width)}  ${localTime(date)}  before: ${reason}  (${count(files.length, 'file')})`,
  );
  return [...rows, `Get one back with \`npx kata restore ${newest.name}\`. What is there now is saved first.`];
}

function savedLines(saved: Saved | undefined): string[] {
  if (!saved) return [];
  return [
    `What was there is saved in .kata/saved/${saved.name}/.`,
    `Get it back with \`npx kata restore ${saved.name}\`.`,
  ];
}

function fileLines({ written, removed, kept }: Pick<Move, 'written' | 'removed' | 'kept'>): string[] {
  return [
    ...named('Written', written),
    ...named('Taken away, since they belong to other tasks', removed),
    ...named('Kept, since they are your own', kept),
  ];
}

function named(label: string, names: string[]): string[] {
  if (names.length === 0) return [];
  const rest = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return [`${label}: ${names.slice(0, MAX_NAMES).join(', ')}${rest}`];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A moment on the learner's own clock: `2026-11-21 11:07`. */
function localTime(date: string): string {
  const moment = new Date(date);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
