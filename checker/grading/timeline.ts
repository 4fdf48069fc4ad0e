import type { Step as TakenStep } from '../harness/verdict.ts';
import type { Exchange, Step } from './report.ts';

/** The steps of a check as the report tells them. The clock begins with the first of them. */
export function timelineOf(steps: TakenStep[]): Step[] {
  const start = startOf(steps);
  return steps.map((step) => {
    const head = { at: step.at - start, ...(step.wrong && { wrong: step.wrong }) };
    if (step.what === 'request') return { what: step.what, ...head, ...requestOf(step.exchange) };
    if (step.what === 'clock') return { what: step.what, ...head, by: step.by };
    if (step.what === 'restart') return { what: step.what, ...head, ...(step.by && { by: step.by }) };
    const { what, action, requests, modules, threw } = step;
    return {
      what,
      ...head,
      action,
      ...(requests && { requests }),
      modules,
      ...('gave' in step && { gave: step.gave }),
      ...(threw && { threw }),
    };
  });
}

/** The requests of a check with their answers, on the same clock. */
export function exchangesOf(steps: TakenStep[]): Exchange[] {
  const start = startOf(steps);
  return steps.flatMap((step) => (step.what === 'request' ? [{ ...step.exchange, at: step.at - start }] : []));
}

function requestOf({ method, path, requestHeaders, https, status, responseHeaders }: Exchange) {
  const setCookie = [responseHeaders?.['set-cookie'] ?? []].flat();
  return {
    line: `${method} ${path}`,
    ...(requestHeaders.cookie !== undefined && { cookie: requestHeaders.cookie }),
    ...(https && { https }),
    ...(status !== undefined && { status }),
    ...(setCookie.length > 0 && { setCookie }),
  };
}

/** A clock that is moved is a step at the new time: the first step began before it. */
function startOf([first]: TakenStep[]): number {
  if (!first) return 0;
  return first.what === 'clock' ? first.at - first.by : first.at;
}
