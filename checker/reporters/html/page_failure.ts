import type { Check, LearnerError } from '../../grading/report.ts';
import { block, ending, oneLine } from '../untrusted.ts';
import { differenceText } from '../value_text.ts';
import type { PageError, PageFailure } from './page_data.ts';
import { pageSteps } from './steps.ts';

const MAX_REASON = 1000;
const MAX_LINE = 300;
const MAX_LOG = 4000;
const MAX_DIFFERENCES = 10;
const MAX_CURL_LINES = 40;

const plain = { paint: (_style: unknown, text: string) => text };

/** A check that was not passed, as the page shows it. Long texts are cut: `submissions/` holds them whole. */
export function pageFailure(check: Check, place: number): PageFailure | undefined {
  const { outcome, cause = outcome, reason = '', help, differences = [], error, log = '', curl = [] } = check;
  if (outcome === 'passed') return undefined;
  const head = { check: place, outcome, cause, reason: oneLine(reason, MAX_REASON) };
  // What is blocked says nothing of itself: it is told at the check that it waits for.
  if (outcome === 'blocked') return { ...head, differences: [], log: '', curl: [], steps: [] };
  return {
    ...head,
    ...(help !== undefined && { help: oneLine(help, MAX_REASON) }),
    differences: differences.slice(0, MAX_DIFFERENCES).map((each) => oneLine(differenceText(each, plain), MAX_LINE)),
    ...(error && { error: pageError(error) }),
    log: ending(block(log).trim(), MAX_LOG),
    curl: curl.slice(-MAX_CURL_LINES).map((line) => oneLine(line, MAX_REASON)),
    steps: pageSteps(check.timeline ?? []),
  };
}

export function pageError({ message, file, line, source = [] }: LearnerError): PageError {
  return {
    message: oneLine(message, MAX_REASON),
    place: file ? oneLine(`${file}:${line}`, MAX_LINE) : '',
    source: source.map((each) => ({
      line: each.line,
      text: block(each.text).slice(0, MAX_LINE),
      wrong: each.line === line,
    })),
  };
}
