import { mapTexts } from '../harness/value.ts';
import type { Evidence, Exchange as EvidenceExchange, Step as EvidenceStep } from '../harness/verdict.ts';
import type { Check, Difference, Exchange, Step } from './report.ts';
import { UUID } from './uuid.ts';

const SET_COOKIE_VALUE = /^[^=;]+=([^;]+)/;

/** A value shorter than this could stand anywhere in a text by chance. */
const MIN_COOKIE_VALUE = 8;

/** What JavaScript makes of a value that is no text, as it stands in a cookie. It is no id: reports say it of other values, too. */
const NO_TEXT = /^(?:undefined|(?:\[|%5B)object(?: |%20)\w+(?:\]|%5D))$/;

/** What looks like a symbol of ours, in a text of the submission, is the name of something else: it gets a symbol of its own. */
const SYMBOL = /<id \d+>/;

/**
 * A check in which ids that learner code made appear as `<id 1>`, `<id 2>`, by first appearance: the same submission and
 * seed then give the same bytes. Such ids are UUIDs, and whatever value the learner's server sets as a cookie. No text of the submission
 * can write such a symbol itself. Only what
 * tells of the learner's server is changed: the words of the report itself are not the learner's to choose. The evidence comes
 * with the same names.
 */
export function withoutFreshIds(check: Check, evidence: Evidence | undefined): { check: Check; evidence?: Evidence } {
  const rename = renamer(check.exchanges ?? []);
  return { check: renamedCheck(check, rename), ...(evidence && { evidence: renamedEvidence(evidence, rename) }) };
}

function renamedCheck(check: Check, rename: Rename): Check {
  const { compared, expected, actual, differences, reason, log, error, exchanges, timeline } = check;
  return {
    ...check,
    // What happened first names the ids: the timeline and the exchanges stand in the order of time.
    ...(timeline && { timeline: timeline.map((step) => renamedStep(step, rename)) }),
    ...(exchanges && { exchanges: exchanges.map((exchange) => renamedExchange(exchange, rename)) }),
    ...(reason !== undefined && { reason: rename(reason) }),
    ...(compared !== undefined && { compared: rename(compared) }),
    ...(expected !== undefined && { expected: mapTexts(expected, rename) }),
    ...(actual !== undefined && { actual: mapTexts(actual, rename) }),
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
  // The longest first: one value may be a part of another. In one pass: what was renamed is not looked at again.
  const cookies = [...new Set(exchanges.flatMap(cookieValues))].sort((one, other) => other.length - one.length);
  const ids = new RegExp(
    [...cookies.map((value) => RegExp.escape(value)), `(?i:${UUID.source})`, SYMBOL.source].join('|'),
    'g',
  );
  return (text) => text.replace(ids, nameOf);
}

function cookieValues({ responseHeaders }: Exchange): string[] {
  const headers = [responseHeaders?.['set-cookie'] ?? []].flat();
  const values = headers.map((header) => SET_COOKIE_VALUE.exec(header)?.[1] ?? '');
  return values.filter(
    (value) => value.length >= MIN_COOKIE_VALUE && value.replace(UUID, '') !== '' && !NO_TEXT.test(value),
  );
}

function renamedExchange<Sent extends Exchange | EvidenceExchange>(exchange: Sent, rename: Rename): Sent {
  const { path, requestHeaders, requestBody, responseHeaders, responseBody } = exchange;
  return {
    ...exchange,
    path: rename(path),
    requestHeaders: mapValues(requestHeaders, rename),
    ...(requestBody !== undefined && { requestBody: rename(requestBody) }),
    ...(responseHeaders && {
      responseHeaders: mapValues(responseHeaders, (value) =>
        Array.isArray(value) ? value.map(rename) : rename(value),
      ),
    }),
    ...(responseBody !== undefined && { responseBody: rename(responseBody) }),
  };
}

function renamedEvidence(evidence: Evidence, rename: Rename): Evidence {
  const renamed = (step: EvidenceStep): EvidenceStep => {
    if (step.what === 'request') return { ...step, exchange: renamedExchange(step.exchange, rename) };
    if (step.what !== 'call') return step;
    return { ...step, args: rename(step.args), ...(step.gave !== undefined && { gave: mapTexts(step.gave, rename) }) };
  };
  return {
    ...evidence,
    steps: evidence.steps.map(renamed),
    users: evidence.users.map(({ id, ...user }) => ({ ...user, ...(id !== undefined && { id: rename(id) }) })),
  };
}

function renamedDifference(difference: Difference, rename: Rename): Difference {
  const { path, expected, actual } = difference;
  return {
    path: path.map(rename),
    ...(expected !== undefined && { expected: mapTexts(expected, rename) }),
    ...(actual !== undefined && { actual: mapTexts(actual, rename) }),
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
    ...(step.gave !== undefined && { gave: mapTexts(step.gave, rename) }),
    ...(step.threw !== undefined && { threw: rename(step.threw) }),
  };
}

function mapValues<Value>(record: Record<string, Value>, change: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
