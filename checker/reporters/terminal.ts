import { styleText } from 'node:util';
import type { Check, Diagnostic, Report, Task } from '../grading/report.ts';

export type TerminalOptions = {
  color: boolean;
  /** Path of a task's spec, as the reader can open it. */
  specOf: (task: number) => string;
};

/** So many failed checks are shown with everything; the others with their reason. A long list teaches nothing. */
const FULL_DETAILS = 3;
const MAX_CURL_LINES = 4;
const MAX_VALUE = 400;

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The report for a person at a terminal. Ends with a line break. */
export function toTerminal(report: Report, { color, specOf }: TerminalOptions): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const unpassed = report.tasks.flatMap(({ checks }) =>
    checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'error'),
  );
  const inFull = new Set(unpassed.slice(0, FULL_DETAILS));
  const lines = [
    ...report.diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, paint)),
    ...report.tasks.flatMap((task) => taskLines(task, inFull, paint)),
    '',
    ...(unpassed.length > FULL_DETAILS
      ? [`The first ${FULL_DETAILS} failures are shown in full. Mend them first; --json has everything.`]
      : []),
    ...summaryLines(report, paint, specOf),
  ];
  return `${lines.join('\n')}\n`;
}

function diagnosticLines({ message, help, error }: Diagnostic, paint: Paint): string[] {
  const details = [error && `  ${errorText(error)}`, help && `  ${help}`].filter(
    (line) => line !== undefined && line !== '',
  );
  return [paint(['red', 'bold'], message), ...(details as string[]), ''];
}

function taskLines(task: Task, inFull: Set<Check>, paint: Paint): string[] {
  const done = task.checks.length > 0 && task.checks.every(({ outcome }) => outcome === 'passed');
  const score = `${task.score}/${task.maxScore}`;
  const head = `${done ? '✓' : '✗'} Task ${task.number}  ${task.title}  ${score}`;
  if (done) return [paint('green', head)];
  const judged = task.checks.filter(({ outcome }) => outcome !== 'blocked');
  return [
    paint(['red', 'bold'], head),
    ...judged.flatMap((check) => checkLines(check, inFull.has(check), paint)),
    ...blockedLines(task, paint),
  ];
}

function checkLines(check: Check, full: boolean, paint: Paint): string[] {
  const name = `[${check.requirements.join(', ')}] ${check.title}`;
  if (check.outcome === 'passed') return [`  ${paint('green', '✓')} ${paint('dim', name)}`];
  const mark = check.outcome === 'error' ? paint('yellow', '?') : paint('red', '✗');
  return [
    `  ${mark} ${paint('bold', name)}`,
    ...detailLines(check, paint)
      .slice(0, full ? undefined : 1)
      .map((line) => `      ${line}`),
  ];
}

function detailLines(check: Check, paint: Paint): string[] {
  const { reason, expected, actual, error, help, log, curl = [] } = check;
  const labelled = (label: string, text: string) => `${paint('dim', label.padEnd(9))} ${text}`;
  return [
    ...(reason ? [reason] : []),
    ...('expected' in check ? [labelled('expected', paint('green', shown(expected)))] : []),
    ...('actual' in check ? [labelled('came', paint('red', shown(actual)))] : []),
    ...(error ? [labelled('error', errorText(error))] : []),
    ...(help ? [labelled('look at', help)] : []),
    ...(log ? lastLines(log).map((line, index) => labelled(index === 0 ? 'log' : '', line)) : []),
    ...shortened(curl).map((line, index) => labelled(index === 0 ? 'repeat' : '', line)),
  ];
}

function blockedLines({ checks }: Task, paint: Paint): string[] {
  const blocked = checks.filter(({ outcome }) => outcome === 'blocked');
  if (blocked.length === 0) return [];
  const reasons = [...new Set(blocked.map(({ reason = '' }) => reason))];
  const count = blocked.length === 1 ? '1 check waits' : `${blocked.length} checks wait`;
  return [paint('dim', `  – ${count}: ${reasons.join(' ')}`)];
}

function summaryLines(
  { tasks, score, maxScore, seed, runtime, sandbox }: Report,
  paint: Paint,
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
  return [paint('bold', summary), facts, `Next: task ${next.number}. What must hold stands in ${specOf(next.number)}`];
}

function errorText({ message, file, line }: NonNullable<Check['error']>): string {
  return file ? `${message} (${file}:${line})` : message;
}

/** A value that JSON has no word for stands in angle brackets in the report; ids that the learner's code made do too. */
function shown(value: unknown): string {
  const tagged = typeof value === 'string' && /^<(?!id \d+>)/.test(value);
  const text = tagged ? value.slice(1, -1) : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

function shortened(lines: string[]): string[] {
  if (lines.length <= MAX_CURL_LINES) return lines;
  return [...lines.slice(0, MAX_CURL_LINES - 1), `… and ${lines.length - MAX_CURL_LINES + 1} requests more`];
}

function lastLines(log: string): string[] {
  return log.trimEnd().split('\n').slice(-8);
}
