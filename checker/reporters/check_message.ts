import type { Check, LearnerError, Report, Task } from '../grading/report.ts';
import type { Sheet } from './sheet.ts';
import { printable } from './untrusted.ts';
import { differenceText } from './value_text.ts';

const INDENT = '    ';
const LABEL_WIDTH = 10;

const MAX_DIFFERENCES = 3;
const MAX_LOG_LINES = 6;
const MAX_CURL_LINES = 10;

/** Words of the specs by the id of the requirement, from all tasks of a report. */
export type Requirements = ReadonlyMap<string, Task['requirements'][number]>;

export function requirementsOf({ tasks }: Report): Requirements {
  return new Map(tasks.flatMap(({ requirements }) => requirements.map((item) => [item.id, item] as const)));
}

/**
 * All that a learner needs of one failed check, always in this order: what should happen, what happened, the smallest
 * difference, the learner's own log and error, how to repeat it, and one next step. `whole`: nothing is cut.
 */
export function messageLines(
  check: Check,
  requirements: Requirements,
  sheet: Sheet,
  { whole }: { whole: boolean },
): string[] {
  const { paint, fold } = sheet;
  const { reason, differences = [], log = '', error, curl = [], help } = check;
  const label = (text: string) => `${INDENT}${paint('dim', text.padEnd(LABEL_WIDTH))}`;
  const column = (name: string, lines: string[]) => lines.map((line, index) => label(index === 0 ? name : '') + line);
  const list = (name: string, texts: string[]) =>
    texts.map((text, index) => fold(label(index === 0 ? name : ''), text));
  return [
    ...list(
      'should',
      check.requirements.flatMap((id) => requirementTexts(id, requirements, sheet)),
    ),
    ...list('happened', reason === undefined ? [] : [printable(reason)]),
    ...list(
      'differs',
      differences.slice(0, MAX_DIFFERENCES).map((difference) => differenceText(difference, sheet)),
    ),
    ...list('log', logLines(log, error)),
    ...list('error', error ? [errorText(error)] : []),
    ...column('', sourceLines(error, sheet)),
    // Not folded: these lines are there to be copied.
    ...column('repeat', shortened(curl, whole).map(printable)),
    ...list('next', help === undefined ? [] : [paint('bold', help)]),
  ];
}

/** An error with its place, on one line. */
export function errorText({ message, file, line }: LearnerError): string {
  return printable(file ? `${message} (${file}:${line})` : message);
}

/** The learner's lines around an error, the one that threw marked. */
export function sourceLines(error: LearnerError | undefined, { paint }: Pick<Sheet, 'paint'>): string[] {
  const { source = [], line: wrong } = error ?? {};
  const digits = String(source.at(-1)?.line ?? '').length;
  return source.map(({ line, text }) => {
    const row = `${line === wrong ? '>' : ' '} ${String(line).padStart(digits)} │ ${printable(text)}`;
    return line === wrong ? paint('red', row) : paint('dim', row);
  });
}

function requirementTexts(id: string, requirements: Requirements, { paint }: Sheet): string[] {
  const found = requirements.get(id);
  return found ? [`[${id}] ${printable(found.text)}`, paint('dim', found.place)] : [`[${id}]`];
}

const STACK_LINE = /^\s+at .*(?::\d+|<anonymous>|native)\)?/;

/**
 * What the server printed last. Lines of a stack are left out, and the error that is shown with its source; what is
 * printed several times in a row is told once.
 */
function logLines(log: string, error: LearnerError | undefined): string[] {
  const lines = log
    .split('\n')
    .filter((line) => line.trim() !== '' && !STACK_LINE.test(line) && line !== error?.message);
  const told = lines.filter((line, index) => line !== lines[index - 1]);
  return told.slice(-MAX_LOG_LINES).map(printable);
}

/** The first lines prepare, and the last one is the request that went wrong: what is cut is between them. */
function shortened(lines: string[], whole: boolean): string[] {
  if (whole || lines.length <= MAX_CURL_LINES) return lines;
  const left = lines.length - MAX_CURL_LINES + 1;
  return [...lines.slice(0, MAX_CURL_LINES - 2), `# … ${left} lines more with --all …`, ...lines.slice(-1)];
}
