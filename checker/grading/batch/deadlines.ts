import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { show } from '../../intake/refusal.ts';

/** Until when, and when it came if the file says so: milliseconds since 1970. `line`: where the file says it. */
export type Deadline = { deadline: number; submitted?: number; line: number };

/** By the name of the learner, as `sameName` writes it. `*` stands for everybody else. */
export type Deadlines = Map<string, Deadline>;

const COLUMNS = ['name', 'deadline', 'submitted'] as const;
const EVERYBODY = '*';

/** What spreadsheets write between two cells: a comma, a semicolon where the comma is for decimals, a tab in "Unicode text". */
const SEPARATORS = [',', ';', '\t'];

/** Zod takes a time without seconds only if it is told so. */
const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);

/** So many names stand in a sentence. */
const NAMED = 5;

/** A name in the one form in which names are compared: macOS takes letters apart that others write as one character. */
export function sameName(name: string): string {
  return name.normalize('NFC').trim();
}

/** Whose deadline holds for a learner. */
export function deadlineOf(name: string, deadlines: Deadlines): Deadline | undefined {
  return deadlines.get(sameName(name)) ?? deadlines.get(EVERYBODY);
}

/**
 * Reads a file of deadlines: CSV with commas, semicolons or tabs, in UTF-8, or in UTF-16 with its byte order mark. `file`: its name
 * for the user.
 *
 * @throws {UserError} with the line, if anything in it could be read in two ways, or in none.
 */
export function readDeadlines(bytes: Buffer, file: string): Deadlines {
  const [head, ...rows] = rowsOf(textOf(bytes, file), file);
  const columns = columnsOf(file, head);
  const deadlines: Deadlines = new Map();
  for (const row of rows) {
    const wrong = (what: string) => new UserError(`${file}, line ${row.line}: ${what}`);
    if (row.cells.some((cell, index) => cell !== '' && !columns[index]))
      throw wrong(
        'there are more cells than columns in the first line. Put a text with a separator in it into quotes.',
      );
    const cell = (column: (typeof COLUMNS)[number]) => row.cells[columns.indexOf(column)] ?? '';
    const time = (column: 'deadline' | 'submitted') => {
      const text = cell(column);
      if (timeSchema.safeParse(text).success) return Date.parse(text);
      const what = text === '' ? `the ${column} is missing` : `${show(text)} (${column}) is not a time with its zone`;
      throw wrong(`${what}. Write it in ISO 8601, as 2026-12-03T23:59:00+01:00 or 2026-12-03T22:59:00Z.`);
    };
    const name = sameName(cell('name'));
    if (name === '') throw wrong(`the name is missing. "${EVERYBODY}" stands for everybody who has no row.`);
    const before = deadlines.get(name);
    if (before) throw wrong(`${show(name)} has a row already, in line ${before.line}. Leave one of them.`);
    const deadline = time('deadline');
    const submitted = cell('submitted') === '' ? undefined : time('submitted');
    if (name === EVERYBODY && submitted !== undefined)
      throw wrong(`"${EVERYBODY}" stands for everybody, who did not hand in at one time. Leave "submitted" empty.`);
    deadlines.set(name, { deadline, line: row.line, ...(submitted !== undefined && { submitted }) });
  }
  return deadlines;
}

/** What an instructor should know of deadlines and a class that do not fit each other, in a sentence each. */
export function misfits(deadlines: Deadlines, file: string, names: string[]): string[] {
  const known = new Set(names.map(sameName));
  const strangers = [...deadlines].filter(([name]) => name !== EVERYBODY && !known.has(name));
  const without = names.filter((name) => !deadlineOf(name, deadlines));
  return [
    ...(strangers.length === 0
      ? []
      : [
          `${file}: nobody in this class is called ${listed(strangers.map(([name, { line }]) => `${show(name)} (line ${line})`))}. A name is that of a learner's folder or archive.`,
        ]),
    ...(without.length === 0
      ? []
      : [
          `${file} has no row "${EVERYBODY}", and none for ${listed(without.map(show))}: without a deadline, nothing is late.`,
        ]),
  ];
}

function listed(texts: string[]): string {
  const more = texts.length > NAMED ? ` and ${texts.length - NAMED} more` : '';
  return `${texts.slice(0, NAMED).join(', ')}${more}`;
}

/** The text of the file. A code page of Windows is not guessed: which one it is, nothing in the file says. */
function textOf(bytes: Buffer, file: string): string {
  const mark = bytes.toString('latin1', 0, 2);
  const encoding = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below, with its line.
  }
  const lines = bytes.toString('latin1').split(/\r\n?|\n/);
  const bad = lines.findIndex((line) => line.includes('\0') || !isUtf8(Buffer.from(line, 'latin1')));
  throw new UserError(
    `${file}, line ${bad + 1}: this is not written in UTF-8. Save it as "CSV UTF-8", as Excel calls it, then run this again.`,
  );
}

type Row = { cells: string[]; line: number };

/** The rows that are not empty, by the separator that makes columns of the first one. */
function rowsOf(text: string, file: string): Row[] {
  const [head = ''] = text.split(/\r\n?|\n/).filter((line) => /[^\s,;]/.test(line));
  const delimiter = SEPARATORS.find((each) => head.includes(each)) ?? ',';
  try {
    const rows = parse(text, {
      delimiter,
      trim: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    throw new UserError(`${file} is not a CSV: ${(error as Error).message}.`);
  }
}

/** The name of each column; empty for one without. */
function columnsOf(file: string, { cells, line }: Row = { cells: [], line: 1 }): string[] {
  const columns = cells.map((cell) => cell.toLowerCase());
  if (!columns.includes('name') || !columns.includes('deadline'))
    throw new UserError(`${file} needs the columns "name" and "deadline" in its first line, with "," or ";" between.`);
  for (const [index, column] of columns.entries()) {
    const wrong = (what: string) => new UserError(`${file}, line ${line}: ${what}`);
    if (column === '') continue;
    if (!COLUMNS.some((known) => known === column))
      throw wrong(`the column ${show(column)} means nothing here. Leave "name", "deadline" and perhaps "submitted".`);
    if (columns.indexOf(column) < index) throw wrong(`the column "${column}" is there twice. Leave one of them.`);
  }
  return columns;
}
