import { isDeepStrictEqual } from 'node:util';
import { toData, toText, type Words, words } from './data.ts';
import { differencesOf } from './difference.ts';
import { reportedPath } from './exchanges.ts';
import type { KnownUser } from './given.ts';
import { type Answer, blame } from './http.ts';
import { parseSetCookies, type SetCookie } from './set_cookie.ts';
import { blameLatest } from './step_log.ts';
import { CheckFailure, type Difference } from './verdict.ts';

/**
 * The judgements that checks are written with. Each one compares data (never a learner's object) and, where it does not
 * hold, says what should have come and what came. They run in the checker's process.
 */

export type Judgement = {
  reason: string;
  expected: unknown;
  actual: unknown;
  /** What was compared, in the words of the spec, where the reason says that it should be `expected`, and is `actual`. */
  compared?: string;
  help?: string;
  /** The smallest difference, where `expected` and `actual` say more than was compared. */
  differences?: Difference[];
  /** The answer that is judged: its request is the step that went wrong. Without it, the last step is. */
  answer?: Answer;
};

/** Ends the check as failed unless the condition holds. */
export function should(condition: boolean, judgement: Judgement): asserts condition {
  if (condition) return;
  const { reason, compared, help, answer } = judgement;
  const [expected, actual] = [toData(judgement.expected), toData(judgement.actual)];
  const differences = judgement.differences ?? differencesOf(expected, actual);
  if (answer) blame(answer);
  else blameLatest();
  const failure = { outcome: 'failed', cause: 'assertion', reason, expected, actual } as const;
  throw new CheckFailure({
    ...failure,
    ...(compared !== undefined && { compared }),
    ...(differences.length > 0 && { differences }),
    ...(help && { help }),
  });
}

/** `what` names the value in the words of the spec: "`createSession(undefined)`". */
export function shouldBe(actual: unknown, expected: unknown, what: string, help?: string): void {
  const reason = `${what} should be ${toText(expected)}, but it is ${toText(actual)}.`;
  should(isDeepStrictEqual(actual, expected), { reason, compared: what, expected, actual, ...(help && { help }) });
}

/** The current user of a request, as `currentUserOf` gives it, is this user. */
export function shouldBeUser(actual: unknown, user: KnownUser): void {
  const { email } = (actual ?? {}) as { email?: unknown };
  const found = typeof email === 'string' && email !== user.email ? `the user ${email}` : toText(actual);
  const compared = '`request.currentUser`';
  const reason = `${compared} should be the user ${user.email}, but it is ${found}.`;
  should(isDeepStrictEqual(actual, user.json), { reason, compared, expected: user.json, actual });
}

/** The status, and the whole JSON body where one is given. */
export function shouldAnswer(answer: Answer, status: number, body?: unknown, help?: string): void {
  const request = `${answer.request.method} ${pathOf(answer)}`;
  const expected = { status, ...(body !== undefined && { body }) };
  const actual = { status: answer.status, ...(body !== undefined && { body: answer.body as unknown }) };
  const extra = help ? { help } : {};
  should(answer.status === status, {
    reason: `${request} should answer ${status}, but it answers ${answer.status}.`,
    expected,
    actual: { status: answer.status, body: bodyOf(answer) },
    differences: [{ path: ['status'], expected: status, actual: answer.status }],
    answer,
    ...extra,
  });
  if (body === undefined) return;
  const isAsked = isJson(answer) && isDeepStrictEqual(answer.body, body);
  should(isAsked, {
    reason: `${request} answers ${status}, but its ${isJson(answer) ? 'JSON body is not the one that it should be' : 'body is no JSON'}.`,
    expected,
    actual: { ...actual, body: bodyOf(answer) },
    differences: differencesOf(toData(body), toData(bodyOf(answer)), ['body']),
    answer,
    ...extra,
  });
}

/** The header has this value, however it is capitalised or spaced. */
export function shouldHaveHeader(answer: Answer, name: string, value: string): void {
  const actual = answer.headers[name.toLowerCase()] as string | undefined;
  const same = (text = '') => text.toLowerCase().replace(/\s+/g, '').split(',').sort().join();
  const reason = `The answer should have the header \`${name}: ${value}\`, but it ${actual === undefined ? 'has none' : `is \`${actual}\``}.`;
  should(same(actual) === same(value), {
    reason,
    expected: { [name]: value },
    actual: { [name]: actual },
    differences: [{ path: ['header', name], expected: value, ...(actual !== undefined && { actual }) }],
    answer,
  });
}

/** The cookies that an answer sets, in order. */
export function setCookies(answer: Answer): SetCookie[] {
  return parseSetCookies(answer.headers['set-cookie'] as string | string[] | undefined);
}

/** Gives the one cookie of this name that the answer sets. */
export function shouldSetCookie(answer: Answer, name: string): SetCookie {
  const cookies = setCookies(answer);
  const found = cookies.filter((cookie) => cookie.name === name);
  const [cookie] = found;
  const reason =
    found.length > 1
      ? `The answer sets the cookie \`${name}\` more than once.`
      : `The answer should set the cookie \`${name}\`, but it does not.`;
  const actual = { 'Set-Cookie': answer.headers['set-cookie'] };
  const expected = words(`${name}=…`);
  should(cookie !== undefined && found.length === 1, {
    reason,
    expected: { 'Set-Cookie': expected },
    actual,
    differences: [setCookieDifference(answer, expected)],
    answer,
  });
  return cookie;
}

/** No cookie is set that would hold a session. */
export function shouldNotSetCookie(answer: Answer): void {
  const holding = setCookies(answer).filter(({ value }) => value !== '');
  const reason = 'The answer sets a cookie, and it should not.';
  should(holding.length === 0, {
    reason,
    expected: { 'Set-Cookie': undefined },
    actual: { 'Set-Cookie': answer.headers['set-cookie'] },
    differences: [setCookieDifference(answer)],
    answer,
  });
}

function setCookieDifference(answer: Answer, expected?: Words): Difference {
  const actual: unknown = answer.headers['set-cookie'];
  return {
    path: ['header', 'Set-Cookie'],
    ...(expected !== undefined && { expected: toData(expected) }),
    ...(actual !== undefined && { actual: toData(actual) }),
  };
}

function pathOf(answer: Answer): string {
  return reportedPath(new URL(String(answer.request.url)).pathname);
}

/** Whether an answer says that it is JSON, and is. Its `body` alone does not tell: that is `{}` for any other text. */
function isJson({ headers, text }: Answer): boolean {
  if (!/\bjson\b/i.test(String(headers['content-type'] ?? ''))) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function bodyOf(answer: Answer): unknown {
  return isJson(answer) ? answer.body : answer.text;
}
