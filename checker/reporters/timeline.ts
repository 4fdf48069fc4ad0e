import { stripVTControlCharacters } from 'node:util';
import type { Check, Report, Step } from '../grading/report.ts';
import { beginning } from '../harness/shorten.ts';
import { spanText } from './clock_text.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import { printable, safe } from './untrusted.ts';
import { valueText } from './value_text.ts';

export type TimelineOptions = {
  color: boolean;
  width?: number | undefined;
  /** Checks that passed as well. */
  all?: boolean;
};

/** A cookie value, or another word, longer than this is shown by its beginning. */
const MAX_WORD = 40;
const SHOWN_OF_WORD = 16;
const WRONG = '◀ here it went wrong';

/** What each failed check did with the server, step by step, for a person at a terminal. Ends with a line break. */
export function toTimeline(given: Report, { color, width, all = false }: TimelineOptions): string {
  const report = safe(given);
  const sheet = sheetOf({ color, width });
  const checks = report.tasks.flatMap((task) => task.checks);
  const shown = checks.filter(({ outcome }) => all || outcome === 'failed' || outcome === 'error');
  if (shown.length === 0) return 'No check failed. With --all, the timeline of every check is shown.\n';
  return `${shown.flatMap((check) => [...timelineLines(check, sheet), '']).join('\n')}`;
}

/** The sequence of one check: its title, then each step with the learner's clock. */
export function timelineLines(check: Check, sheet: Sheet): string[] {
  const { paint, fold } = sheet;
  const { id, outcome, title, timeline = [], reason } = check;
  const mark = outcome === 'passed' ? paint('green', '✓') : paint('red', '✗');
  const clocks = timeline.map(({ at }) => `+${spanText(at)}`);
  const column = Math.max(0, ...clocks.map(({ length }) => length));
  return [
    fold(`${mark} `, paint('bold', `[${id}] ${title}`)),
    ...(outcome === 'passed' || reason === undefined ? [] : [fold('  ', printable(reason))]),
    ...(timeline.length === 0 ? [paint('dim', '  There were no steps.')] : []),
    ...timeline.flatMap((step, index) => {
      // The clock is told where it moves.
      const clock = clocks[index] === clocks[index - 1] ? '' : (clocks[index] as string);
      return stepLines(step, `  ${paint('dim', clock.padStart(column))} `, sheet);
    }),
  ];
}

function stepLines(step: Step, prefix: string, { paint, fold }: Sheet): string[] {
  const indent = ' '.repeat(stripVTControlCharacters(prefix).length);
  const [first = '', ...rest] = stepTexts(step).map((text) => printable(text).replace(LONG_WORD, shortWord));
  const lines = [fold(prefix, step.wrong ? paint(['red', 'bold'], first) : first)];
  lines.push(...rest.map((text) => fold(`${indent}  `, text)));
  return step.wrong ? [...lines, `${indent}${paint(['red', 'bold'], WRONG)}`] : lines;
}

const LONG_WORD = new RegExp(`(?<==)[^\\s;,"]{${MAX_WORD},}`, 'g');

function shortWord(word: string): string {
  return `${beginning(word, SHOWN_OF_WORD)}… (${word.length} characters)`;
}

function stepTexts(step: Step): string[] {
  if (step.what === 'clock') return [`⏱ the clock moves on by ${spanText(step.by)}`];
  if (step.what === 'restart') return [`↻ the server is stopped with ${step.by ?? 'SIGKILL'} and started again`];
  if (step.what === 'call') {
    return [
      `ƒ the check ${step.action}, in ${step.modules.join(' and ')}`,
      ...(step.requests ? [`with the request ${step.requests.join(' and ')}`] : []),
      ...(step.gave !== undefined ? [`gives ${valueText(step.gave)}`] : []),
      ...(step.threw !== undefined ? [`throws ${step.threw}`] : []),
    ];
  }
  const { line, cookie, https, status, setCookie = [] } = step;
  return [
    `→ ${line}${https ? ' (HTTPS)' : ''}`,
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
    status === undefined ? '← no answer' : `← ${status}`,
    ...setCookie.map((text) => `Set-Cookie: ${text}`),
  ];
}
