import { styleText } from 'node:util';
import type { Check, Diagnostic, Report, Task } from '../grading/report.ts';

export type TerminalOptions = {
  color: boolean;
  /** Path of a task's spec, as the reader can open it. */
  specOf: (task: number) => string;
};

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The report for a person at a terminal. Ends with a line break. */
export function toTerminal(report: Report, { color, specOf }: TerminalOptions): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const lines = [
    ...report.diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, paint)),
    ...report.tasks.flatMap((task) => taskLines(task, paint)),
    '',
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

function taskLines(task: Task, paint: Paint): string[] {
  const done = task.checks.every(({ outcome }) => outcome === 'passed');
  const score = `${task.score}/${task.maxScore}`;
  const head = `${done ? '✓' : '✗'} Task ${task.number}  ${task.title}  ${score}`;
  if (done) return [paint('green', head)];
  const judged = task.checks.filter(({ outcome }) => outcome !== 'blocked');
  return [
    paint(['red', 'bold'], head),
    ...judged.flatMap((check) => checkLines(check, paint)),
    ...blockedLines(task, paint),
  ];
}

function checkLines(check: Check, paint: Paint): string[] {
  const name = `[${check.requirements.join(', ')}] ${check.title}`;
  if (check.outcome === 'passed') return [`  ${paint('green', '✓')} ${paint('dim', name)}`];
  const mark = check.outcome === 'error' ? paint('yellow', '?') : paint('red', '✗');
  return [`  ${mark} ${paint('bold', name)}`, ...detailLines(check, paint).map((line) => `      ${line}`)];
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
    ...curl.map((line, index) => labelled(index === 0 ? 'repeat' : '', line)),
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
  const next = tasks.find((task) => task.checks.some(({ outcome }) => outcome !== 'passed'));
  if (!next) return [paint(['green', 'bold'], summary), facts];
  return [paint('bold', summary), facts, `Next: task ${next.number}. What must hold stands in ${specOf(next.number)}`];
}

function errorText({ message, file, line }: NonNullable<Check['error']>): string {
  return file ? `${message} (${file}:${line})` : message;
}

function shown(value: unknown): string {
  return typeof value === 'string' && value.startsWith('<') ? value.slice(1, -1) : JSON.stringify(value);
}

function lastLines(log: string): string[] {
  return log.trimEnd().split('\n').slice(-8);
}
