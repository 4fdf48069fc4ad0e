import type { Check, LearnerError } from '../../grading/report.ts';
import { beginning } from '../../harness/shorten.ts';
import { consequenceText } from '../consequences.ts';
import { block, ending, oneLine } from '../untrusted.ts';
import { differenceText } from '../value_text.ts';
import type { Once } from './once.ts';
import type { PageError, PageFailure, PageStep } from './page_data.ts';
import { pageSteps } from './steps.ts';

const MAX_REASON = 1000;
const MAX_LINE = 300;
const MAX_LOG = 4000;
const MAX_DIFFERENCES = 10;
const MAX_CURL_LINES = 40;

const plain = { paint: (_style: unknown, text: string) => text };

/** What many failures have in common. */
export type Shared = { steps: Once<PageStep>; lines: Once<string>; errors: Once<PageError> };

/** A check that was not passed, as the page shows it. Long texts are cut: `submissions/` holds them whole. */
export function pageFailure(check: Check, place: number, { steps, lines, errors }: Shared): PageFailure | undefined {
  const { outcome, cause = outcome, reason = '', help, differences = [], error, log = '', curl = [] } = check;
  if (outcome === 'passed') return undefined;
  const consequence = consequenceText(check);
  const head = {
    check: place,
    outcome,
    cause,
    reason: lines.place(oneLine(reason, MAX_REASON)),
    ...(consequence !== '' && { consequence: lines.place(consequence) }),
  };
  // What is blocked says nothing of itself: it is told at the check that it waits for.
  if (outcome === 'blocked') return { ...head, differences: [], log: '', curl: [], steps: [] };
  return {
    ...head,
    ...(help !== undefined && { help: lines.place(oneLine(help, MAX_REASON)) }),
    differences: differences.slice(0, MAX_DIFFERENCES).map((each) => oneLine(differenceText(each, plain), MAX_LINE)),
    ...(error && { error: errors.place(pageError(error)) }),
    log: ending(block(log).trim(), MAX_LOG),
    curl: curl.slice(-MAX_CURL_LINES).map((line) => lines.place(oneLine(line, MAX_REASON))),
    steps: pageSteps(check.timeline ?? []).map((step) => steps.place(step)),
  };
}

export function pageError({ message, file, line, source = [] }: LearnerError): PageError {
  return {
    message: oneLine(message, MAX_REASON),
    place: file ? oneLine(`${file}:${line}`, MAX_LINE) : '',
    source: source.map((each) => ({
      line: each.line,
      text: beginning(block(each.text), MAX_LINE),
      wrong: each.line === line,
    })),
  };
}
