import { isCharged } from '../grading/points.ts';
import type { Check, Diagnostic, Report, Task } from '../grading/report.ts';
import { errorText, messageLines, type Requirements, requirementsOf, sourceLines } from './check_message.ts';
import { causeTexts, consequenceTexts } from './consequences.ts';
import { holesOf } from './holes.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import { printable, safe } from './untrusted.ts';

export type TerminalOptions = {
  color: boolean;
  /** Columns of the terminal. Sentences are wrapped to it; without it nothing is. */
  width?: number | undefined;
  /** Every failed check in full. */
  all?: boolean;
  /** Advice that stands beside the checks, and is no verdict: ready lines. */
  advice?: string[];
};

/**
 * So many failed checks are shown in full; of the others, the title. Two messages fill a screen, and a learner mends one
 * mistake at a time: what fails after the first ones has most often the same cause.
 */
const IN_FULL = 2;

/** The words of a prerequisite are a reminder here: its spec has them all. */
const MAX_REMINDER = 60;

/** The report for a person at a terminal. Ends with a line break. */
export function toTerminal(given: Report, { color, width, all = false, advice: said = [] }: TerminalOptions): string {
  const [report, advice] = safe([given, said] as const);
  const sheet = sheetOf({ color, width });
  const unpassed = report.tasks
    .flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'error'))
    .filter((check) => all || isCharged(check))
    .sort((one, other) => Number(other.open ?? false) - Number(one.open ?? false));
  const context = {
    sheet,
    requirements: requirementsOf(report),
    inFull: new Set(all ? unpassed : unpassed.slice(0, IN_FULL)),
    all,
    report,
  };
  const lines = [
    ...holeLines(report, sheet),
    ...report.diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, sheet)),
    ...report.tasks.flatMap((task) => taskLines(task, context)),
    '',
    ...restLines(report, unpassed.length - context.inFull.size, sheet),
    ...advice.map((text) => sheet.fold('', printable(text))),
    ...(advice.length > 0 ? [''] : []),
    ...summaryLines(report, sheet),
  ];
  return `${lines.join('\n')}\n`;
}

type Context = { sheet: Sheet; requirements: Requirements; inFull: Set<Check>; all: boolean; report: Report };

function holeLines(report: Report, { paint, fold }: Sheet): string[] {
  const lines = holesOf(report).map((text) => paint(['red', 'bold'], fold('✗ ', printable(text))));
  return lines.length === 0 ? [] : [...lines, ''];
}

function diagnosticLines({ message, help, error }: Diagnostic, sheet: Sheet): string[] {
  const { paint, fold } = sheet;
  return [
    paint(['red', 'bold'], fold('', printable(message))),
    ...(error ? [fold('  ', errorText(error)), ...sourceLines(error, sheet).map((line) => `  ${line}`)] : []),
    ...(help === undefined ? [] : [fold('  ', help)]),
    '',
  ];
}

function taskLines(task: Task, context: Context): string[] {
  const { report, all } = context;
  const { paint, fold } = context.sheet;
  const done = task.checks.length > 0 && task.checks.every(({ outcome }) => outcome === 'passed');
  const head = `${done ? '✓' : '✗'} Task ${task.number}  ${task.title}  ${task.score}/${task.maxScore}`;
  if (done) return [paint('green', head)];
  // What follows from another task is told by its number, not check by check.
  const shown = task.checks.filter((check) => all || check.consequence === undefined);
  const judged = shown.filter(({ outcome }) => outcome !== 'blocked');
  return [
    paint(['red', 'bold'], head),
    ...judged.flatMap((check) => checkLines(check, context)),
    ...blockedLines(shown, context),
    ...consequenceTexts(task).map((text) => fold('  – ', paint('dim', text))),
    ...causeTexts(task, report).map((text) => fold('  → ', paint('bold', text))),
  ];
}

function checkLines(check: Check, { sheet, requirements, inFull, all }: Context): string[] {
  const { paint, fold } = sheet;
  const name = `[${check.id}] ${check.title}`;
  if (check.outcome === 'passed') return [fold(`  ${paint('green', '✓')} `, paint('dim', name))];
  const mark = check.outcome === 'error' ? paint('yellow', '?') : paint('red', '✗');
  const title = fold(`  ${mark} `, paint('bold', name));
  return inFull.has(check) ? [title, ...messageLines(check, requirements, sheet, { whole: all }), ''] : [title];
}

/** One line for all checks that wait for the same thing. */
function blockedLines(checks: Check[], { sheet, requirements }: Context): string[] {
  const { paint, fold } = sheet;
  const blocked = checks.filter(({ outcome }) => outcome === 'blocked');
  const groups = Map.groupBy(blocked, ({ prerequisite, reason = '' }) => prerequisite ?? reason);
  return [...groups.values()].map((group) => {
    const [{ prerequisite, reason = '' }] = group as [Check];
    const count = group.length === 1 ? '1 check waits' : `${group.length} checks wait`;
    const says = group.length === 1 ? 'it says nothing yet' : 'they say nothing yet';
    const words = prerequisite === undefined ? undefined : reminder(requirements.get(prerequisite)?.text);
    const text =
      prerequisite === undefined ? `${count}: ${reason}` : `${count} for [${prerequisite}]${words ?? ''}: ${says}.`;
    return fold('  – ', paint('dim', printable(text)));
  });
}

function reminder(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return ` (${
    text.length <= MAX_REMINDER
      ? text
      : `${text
          .slice(0, MAX_REMINDER)
          .replace(/[\s,;:]+\S*$/, '')
          .replace(/[,;:]$/, '')} …`
  })`;
}

function restLines(report: Report, rest: number, { fold }: Sheet): string[] {
  if (rest <= 0) return [];
  const numbers = report.tasks.filter(({ checks }) => checks.some(isCharged)).map(({ number }) => number);
  const others = rest === 1 ? '1 more check failed' : `${rest} more checks failed`;
  return [
    fold('', `${others}: mend the first ones first. \`npx kata check ${numbers.join(' ')} --all\` shows all in full.`),
    '',
  ];
}

function summaryLines({ tasks, score, maxScore, seed, runtime, sandbox }: Report, { paint, fold }: Sheet): string[] {
  const checks = tasks.flatMap((task) => task.checks);
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  const summary = `${passed} of ${checks.length} checks passed, ${score} of ${maxScore} points.`;
  const facts = paint('dim', `seed ${seed} · ${runtime} · sandbox ${sandbox}`);
  // What only follows from another task is no work of its own.
  const next = tasks.find((task) => task.checks.some(isCharged));
  if (!next) return [paint(['green', 'bold'], summary), facts];
  const advice = `Next: task ${next.number}. What must hold stands in ${next.spec}`;
  return [paint('bold', summary), facts, fold('', advice)];
}
