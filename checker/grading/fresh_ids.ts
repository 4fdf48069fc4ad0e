import type { Evidence, Exchange as EvidenceExchange, Step as EvidenceStep } from '../harness/verdict.ts';
import type { Check, Difference, Exchange, Step } from './report.ts';
import { UUID } from './uuid.ts';

const SET_COOKIE_VALUE = /^[^=;]+=([^;]+)/;

/** A value shorter than this could stand anywhere in a text by chance. */
const MIN_COOKIE_VALUE = 8;

/**
 * A check in which ids that learner code made appear as `<id 1>`, `<id 2>`, by first appearance: the same submission and
 * seed then give the same bytes. Such ids are UUIDs, and whatever value the learner's server sets as a cookie. Only what
 * tells of the learner's server is changed: the words of the report itself are not the learner's to choose. The evidence comes
 * with the same names.
 */
export function withoutFreshIds(check: Check, evidence: Evidence | undefined): { check: Check; evidence?: Evidence } {
  const rename = renamer(check.exchanges ?? []);
  return { check: renamedCheck(check, rename), ...(evidence && { evidence: renamedEvidence(evidence, rename) }) };
}

function renamedCheck(check: Check, rename: Rename): Check {
  const { expected, actual, differences, reason, log, error, exchanges, timeline } = check;
  return {
    ...check,
    // What happened first names the ids: the timeline and the exchanges stand in the order of time.
    ...(timeline && { timeline: timeline.map((step) => renamedStep(step, rename)) }),
    ...(exchanges && { exchanges: exchanges.map((exchange) => renamedExchange(exchange, rename)) }),
    ...(reason !== undefined && { reason: rename(reason) }),
    ...('expected' in check && { expected: mapTexts(expected, rename) }),
    ...('actual' in check && { actual: mapTexts(actual, rename) }),
    ...(differences && { differences: differences.map((difference) => renamedDifference(difference, rename)) }),
    ...(error && { error: { ...error, message: rename(error.message) } }),
    ...(log !== undefined && { log: rename(log) }),
  };
}

type Rename = (text: string) => string;

function renamer(exchanges: Exchange[]): Rename {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? `<id ${names.size + 1}>`;
    names.set(id, name);
    return name;
  };
  // The longest first: one value may be a part of another.
  const cookies = [...new Set(exchanges.flatMap(cookieValues))].sort((one, other) => other.length - one.length);
  return (text) => {
    const renamed = text.replace(UUID, nameOf);
    return cookies.reduce(
      (done, value) => (done.includes(value) ? done.replaceAll(value, nameOf(value)) : done),
      renamed,
    );
  };
}

function cookieValues({ responseHeaders }: Exchange): string[] {
  const headers = [responseHeaders?.['set-cookie'] ?? []].flat();
  const values = headers.map((header) => SET_COOKIE_VALUE.exec(header)?.[1] ?? '');
  return values.filter((value) => value.length >= MIN_COOKIE_VALUE && value.replace(UUID, '') !== '');
}

function renamedExchange<Sent extends Exchange | EvidenceExchange>(exchange: Sent, rename: Rename): Sent {
  const { path, requestHeaders, requestBody, responseHeaders, responseBody } = exchange;
  return {
    ...exchange,
    path: rename(path),
    requestHeaders: mapValues(requestHeaders, rename),
    ...(requestBody !== undefined && { requestBody: rename(requestBody) }),
    ...(responseHeaders && { responseHeaders: mapValues(responseHeaders, (value) => mapTexts(value, rename)) }),
    ...(responseBody !== undefined && { responseBody: rename(responseBody) }),
  };
}

function renamedEvidence(evidence: Evidence, rename: Rename): Evidence {
  const renamed = (step: EvidenceStep): EvidenceStep => {
    if (step.what === 'request') return { ...step, exchange: renamedExchange(step.exchange, rename) };
    if (step.what !== 'call') return step;
    return { ...step, args: rename(step.args), ...('gave' in step && { gave: mapTexts(step.gave, rename) }) };
  };
  return {
    ...evidence,
    steps: evidence.steps.map(renamed),
    users: evidence.users.map(({ id, ...user }) => ({ ...user, ...(id !== undefined && { id: rename(id) }) })),
  };
}

function renamedDifference(difference: Difference, rename: Rename): Difference {
  return {
    path: difference.path.map(rename),
    ...('expected' in difference && { expected: mapTexts(difference.expected, rename) }),
    ...('actual' in difference && { actual: mapTexts(difference.actual, rename) }),
  };
}

function renamedStep(step: Step, rename: Rename): Step {
  if (step.what === 'request') {
    const { line, cookie, setCookie } = step;
    return {
      ...step,
      line: rename(line),
      ...(cookie !== undefined && { cookie: rename(cookie) }),
      ...(setCookie && { setCookie: setCookie.map(rename) }),
    };
  }
  if (step.what !== 'call') return step;
  return {
    ...step,
    ...(step.requests && { requests: step.requests.map(rename) }),
    ...('gave' in step && { gave: mapTexts(step.gave, rename) }),
    ...(step.threw !== undefined && { threw: rename(step.threw) }),
  };
}

function mapValues<Value>(record: Record<string, Value>, change: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Data that came from a check, names of its properties included. */
function mapTexts<Value>(value: Value, change: Rename): Value {
  if (typeof value === 'string') return change(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)])) as Value;
}
