import { stripVTControlCharacters, styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { Check, Diagnostic, Report, Task } from '../grading/report.ts';

export type TerminalOptions = {
  color: boolean;
  /** Columns of the terminal. Sentences are wrapped to it; without it nothing is. */
  width?: number | undefined;
  /** Path of a task's spec, as the reader can open it. */
  specOf: (task: number) => string;
};

/** So many failed checks are shown with everything; the others with their reason. A long list teaches nothing. */
const FULL_DETAILS = 3;
const MAX_CURL_LINES = 4;
const MAX_VALUE = 400;

const INDENT = '      ';
const LABEL_WIDTH = 10;

/** Narrower than this, folding makes nothing better. */
const MIN_FOLD = 24;

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** How texts become lines: with colours or without, and folded where the terminal is narrow. */
type Sheet = { paint: Paint; fold: (prefix: string, text: string) => string };

/** The report for a person at a terminal. Ends with a line break. */
export function toTerminal(report: Report, { color, width, specOf }: TerminalOptions): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const sheet: Sheet = { paint, fold: (prefix, text) => foldedLines(prefix, text, width) };
  const unpassed = report.tasks.flatMap(({ checks }) =>
    checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'error'),
  );
  const inFull = new Set(unpassed.slice(0, FULL_DETAILS));
  const lines = [
    ...report.diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, sheet)),
    ...report.tasks.flatMap((task) => taskLines(task, inFull, sheet)),
    '',
    ...(unpassed.length > FULL_DETAILS
      ? [
          sheet.fold(
            '',
            `The first ${FULL_DETAILS} failures are shown in full. Mend them first; --json has everything.`,
          ),
        ]
      : []),
    ...summaryLines(report, sheet, specOf),
  ];
  return `${lines.join('\n')}\n`;
}

function diagnosticLines({ message, help, error }: Diagnostic, { paint, fold }: Sheet): string[] {
  const details = [error && errorText(error), help].filter((text) => text !== undefined);
  return [paint(['red', 'bold'], fold('', printable(message))), ...details.map((text) => fold('  ', text)), ''];
}

function taskLines(task: Task, inFull: Set<Check>, sheet: Sheet): string[] {
  const done = task.checks.length > 0 && task.checks.every(({ outcome }) => outcome === 'passed');
  const head = `${done ? '✓' : '✗'} Task ${task.number}  ${task.title}  ${task.score}/${task.maxScore}`;
  if (done) return [sheet.paint('green', head)];
  const judged = task.checks.filter(({ outcome }) => outcome !== 'blocked');
  return [
    sheet.paint(['red', 'bold'], head),
    ...judged.flatMap((check) => checkLines(check, inFull.has(check), sheet)),
    ...blockedLines(task, sheet),
  ];
}

function checkLines(check: Check, full: boolean, sheet: Sheet): string[] {
  const { paint, fold } = sheet;
  const name = `[${check.requirements.join(', ')}] ${check.title}`;
  if (check.outcome === 'passed') return [fold(`  ${paint('green', '✓')} `, paint('dim', name))];
  const mark = check.outcome === 'error' ? paint('yellow', '?') : paint('red', '✗');
  const reason = check.reason === undefined ? [] : [fold(INDENT, printable(check.reason))];
  return [fold(`  ${mark} `, paint('bold', name)), ...reason, ...(full ? detailLines(check, sheet) : [])];
}

function detailLines(check: Check, { paint, fold }: Sheet): string[] {
  const { expected, actual, error, help, log, curl = [] } = check;
  const prefix = (label: string) => `${INDENT}${paint('dim', label.padEnd(LABEL_WIDTH))}`;
  return [
    ...('expected' in check ? [fold(prefix('expected'), paint('green', shown(expected)))] : []),
    ...('actual' in check ? [fold(prefix('came'), paint('red', shown(actual)))] : []),
    ...(error ? [fold(prefix('error'), errorText(error))] : []),
    ...(help ? [fold(prefix('look at'), help)] : []),
    ...(log ? lastLines(log).map((line, index) => fold(prefix(index === 0 ? 'log' : ''), line)) : []),
    // Not folded: these lines are there to be copied.
    ...shortened(curl).map((line, index) => `${prefix(index === 0 ? 'repeat' : '')}${printable(line)}`),
  ];
}

function blockedLines({ checks }: Task, { paint, fold }: Sheet): string[] {
  const blocked = checks.filter(({ outcome }) => outcome === 'blocked');
  if (blocked.length === 0) return [];
  const reasons = [...new Set(blocked.map(({ reason = '' }) => reason))];
  const count = blocked.length === 1 ? '1 check waits' : `${blocked.length} checks wait`;
  return [fold('  – ', paint('dim', printable(`${count}: ${reasons.join(' ')}`)))];
}

function summaryLines(
  { tasks, score, maxScore, seed, runtime, sandbox }: Report,
  { paint, fold }: Sheet,
  specOf: TerminalOptions['specOf'],
): string[] {
  const checks = tasks.flatMap((task) => task.checks);
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  const summary = `${passed} of ${checks.length} checks passed, ${score} of ${maxScore} points.`;
  const facts = paint('dim', `seed ${seed} · ${runtime} · sandbox ${sandbox}`);
  const next = tasks.find(
    (task) => task.checks.length === 0 || task.checks.some(({ outcome }) => outcome !== 'passed'),
  );
  if (!next) return [paint(['green', 'bold'], summary), facts];
  const advice = `Next: task ${next.number}. What must hold stands in ${specOf(next.number)}`;
  return [paint('bold', summary), facts, fold('', advice)];
}

function errorText({ message, file, line }: NonNullable<Check['error']>): string {
  return printable(file ? `${message} (${file}:${line})` : message);
}

/** A value that JSON has no word for stands in angle brackets in the report; ids that the learner's code made do too. */
function shown(value: unknown): string {
  const tagged = typeof value === 'string' && /^<(?!id \d+>)/.test(value);
  const text = tagged ? value.slice(1, -1) : JSON.stringify(value);
  return printable(text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
}

function shortened(lines: string[]): string[] {
  if (lines.length <= MAX_CURL_LINES) return lines;
  return [...lines.slice(0, MAX_CURL_LINES - 1), `… and ${lines.length - MAX_CURL_LINES + 1} requests more`];
}

function lastLines(log: string): string[] {
  return log.trimEnd().split('\n').slice(-8).map(printable);
}

/** A text from a submission, without what would move the cursor, change colours or hide lines of the report. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** A text behind a prefix; where it is longer than the terminal is wide, it goes on below itself. */
function foldedLines(prefix: string, text: string, width: number | undefined): string {
  const indent = stripVTControlCharacters(prefix).length;
  if (width === undefined || width - indent < MIN_FOLD) return prefix + text;
  const lines = wrapAnsi(text, width - indent, { hard: true, trim: true }).split('\n');
  return prefix + lines.join(`\n${' '.repeat(indent)}`);
}
