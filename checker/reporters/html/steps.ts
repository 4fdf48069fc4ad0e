import type { Step } from '../../grading/report.ts';
import { spanText } from '../clock_text.ts';
import { oneLine } from '../untrusted.ts';
import { valueText } from '../value_text.ts';
import type { PageStep } from './page_data.ts';

const MAX_STEPS = 120;
const MAX_LINE = 300;

/** The steps of a check for a drawing. Where there are too many, those before the wrong one are kept. */
export function pageSteps(timeline: Step[]): PageStep[] {
  const wrong = timeline.findIndex((step) => step.wrong);
  const end = wrong === -1 ? timeline.length : wrong + 1;
  const start = Math.max(0, end - MAX_STEPS);
  const shown = timeline.slice(start, Math.min(timeline.length, start + MAX_STEPS));
  const steps = shown.map((step, index) => pageStep(step, shown[index - 1]));
  return start === 0 ? steps : [{ clock: '', what: 'event', line: `${start} steps before are left out` }, ...steps];
}

function pageStep(step: Step, before: Step | undefined): PageStep {
  const clock = `+${spanText(step.at)}`;
  const head = {
    clock: before && `+${spanText(before.at)}` === clock ? '' : clock,
    ...(step.wrong && { wrong: step.wrong }),
  };
  if (step.what === 'clock') return { ...head, what: 'event', line: `the clock moves on by ${spanText(step.by)}` };
  if (step.what === 'restart')
    return { ...head, what: 'event', line: `the server is stopped with ${step.by ?? 'SIGKILL'} and started again` };
  if (step.what === 'call') return { ...head, ...callOf(step) };
  const { line, https, cookie, status, setCookie = [] } = step;
  return {
    ...head,
    what: 'request',
    line: text(`${line}${https ? ' (HTTPS)' : ''}`),
    sent: cookie === undefined ? [] : [text(`Cookie: ${cookie}`)],
    status: status === undefined ? 'no answer' : String(status),
    came: setCookie.map((each) => text(`Set-Cookie: ${each}`)),
  };
}

function callOf(step: Extract<Step, { what: 'call' }>): { what: 'call'; line: string; details: string[] } {
  return {
    what: 'call',
    line: text(`the check ${step.action}`),
    details: [
      text(`in ${step.modules.join(' and ')}`),
      ...(step.requests ? [text(`with the request ${step.requests.join(' and ')}`)] : []),
      ...(step.gave !== undefined ? [text(`gives ${valueText(step.gave)}`)] : []),
      ...(step.threw === undefined ? [] : [text(`throws ${step.threw}`)]),
    ],
  };
}

function text(value: string): string {
  return oneLine(value, MAX_LINE);
}
