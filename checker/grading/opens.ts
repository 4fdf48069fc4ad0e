import { isDeepStrictEqual } from 'node:util';
import { isTagged, type Value } from '../harness/value.ts';
import type { Check } from './report.ts';

type Judged = Pick<Check, 'outcome' | 'cause' | 'expected' | 'actual' | 'timeline'>;

const LOGIN = /^POST \/api\/v1\/auth_session\/login\/?(?:\?|$)/;

/**
 * Whether a check of security failed because somebody was let in, or found out something: a refusal was expected, or nothing,
 * and something else came. Where less came than was expected (an error, a refusal, nothing), the check failed as well, and
 * nothing is open.
 */
export function opens({ outcome, cause, expected, actual, timeline = [] }: Judged): boolean {
  if (outcome !== 'failed' || cause !== 'assertion') return false;
  const [should, is] = [statusOf(expected), statusOf(actual)];
  if (should !== undefined && is !== undefined && should !== is)
    return should >= 400 && letsIn(is, should, actual, LOGIN.test(wrongRequest(timeline)));
  // A refusal in other words is a refusal.
  return !(should !== undefined && should >= 400) && givesMore(bodyOrValue(expected), bodyOrValue(actual));
}

/** An answer in the place of a refusal. Where the filter should refuse (not the login), any answer of a route is one. */
function letsIn(status: number, should: number, actual: unknown, atLogin: boolean): boolean {
  const isFilter = !atLogin && [401, 403].includes(should);
  if (status < 400) return isFilter || !isNothing(bodyOrValue(actual));
  return isFilter && ![401, 403].includes(status) && status < 500;
}

/** Whether there is something in the place of nothing, or of something else. */
function givesMore(expected: unknown, actual: unknown): boolean {
  if (isDeepStrictEqual(expected, actual) || isNothing(actual)) return false;
  // A number in the place of a text is the status of a refusal.
  if (typeof actual === 'number') return typeof expected !== 'string' && actual > Number(expected);
  if (Array.isArray(expected) && Array.isArray(actual))
    return actual.length >= expected.length && actual.some((item, index) => givesMore(expected[index], item));
  if (!isObject(expected) || !isObject(actual)) return true;
  // A user in the place of another one; what else an answer may say of a user is no hole.
  if ('id' in expected) return !isNothing(actual.id) && actual.id !== expected.id;
  return Object.keys(expected).some((key) => givesMore(expected[key], actual[key]));
}

function bodyOrValue(value: unknown): unknown {
  return isObject(value) && 'status' in value ? value.body : value;
}

function statusOf(value: unknown): number | undefined {
  return isObject(value) && typeof value.status === 'number' ? value.status : undefined;
}

function wrongRequest(timeline: NonNullable<Judged['timeline']>): string {
  const step = timeline.find(({ wrong }) => wrong);
  return step?.what === 'request' ? step.line : '';
}

function isNothing(value: unknown): boolean {
  if (isTagged(value as Value)) return ['undefined', 'promise'].includes((value as { $kind: string }).$kind);
  return [undefined, null, false, ''].includes(value as undefined);
}

/** Words of the checker, and what JSON has no word for, are no objects with fields. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isTagged(value as Value);
}
