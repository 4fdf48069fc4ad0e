import XMLBuilder from 'fast-xml-builder';
import type { GradedClass, Learner } from '../grading/graded.ts';
import type { Check, Task } from '../grading/report.ts';
import { beginning } from '../harness/shorten.ts';
import { consequenceText } from './consequences.ts';
import { reasonText, statusOf } from './learner_text.ts';
import { STATUS } from './status.ts';
import { block, oneLine, safe } from './untrusted.ts';

const MAX_NAME = 200;
const MAX_TEXT = 4000;

type Case = { name: string; classname: string } & (
  | { kind: 'passed' }
  | { kind: 'skipped'; text: string }
  | { kind: 'failure' | 'error'; type: string; message: string; text: string }
);

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
});

/**
 * The class as JUnit XML, in the form that Jenkins reads: a suite for each learner, a case for each check. What cannot be
 * judged is one case with an error. Control characters that XML 1.0 forbids are left out. It comes in parts, to be joined:
 * of a class of a thousand, the cases would fill the memory.
 */
export function* toJunit(given: GradedClass): Generator<string> {
  const { kata, learners } = safe(given);
  const all = learners.map((learner) => countsOf(casesOf(learner)));
  const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[of], 0);
  const counts = { '@tests': sum('tests'), '@failures': sum('failures'), '@errors': sum('errors') };
  const root = { '@name': `session-auth-kata ${kata}`, ...counts, '@time': 0, '#text': '\n' };
  const head = builder.build({ testsuites: root });
  const end = head.lastIndexOf('</testsuites>');
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${head.slice(0, end)}`;
  for (const [index, learner] of learners.entries()) yield builder.build({ testsuite: suiteOf(learner, index) });
  yield head.slice(end);
}

function suiteOf(learner: Learner, index: number): object {
  const { name, fileName, result, mark } = learner;
  const cases = casesOf(learner);
  const { tests, failures, errors, skipped } = countsOf(cases);
  const reason = reasonText(learner);
  const facts = {
    status: STATUS[statusOf(learner)],
    ...(reason !== '' && { reason }),
    score: mark.score,
    'max score': mark.maxScore,
  };
  return {
    '@id': index,
    '@package': fileName,
    '@name': oneLine(name, MAX_NAME) || fileName,
    '@timestamp': result.submitted.slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
    '@hostname': 'localhost',
    '@tests': tests,
    '@failures': failures,
    '@errors': errors,
    '@skipped': skipped,
    '@time': 0,
    properties: { property: Object.entries(facts).map(([key, value]) => ({ '@name': key, '@value': value })) },
    testcase: cases.map(elementOf),
  };
}

function elementOf(each: Case): object {
  const head = { '@name': each.name, '@classname': each.classname, '@time': 0 };
  if (each.kind === 'passed') return head;
  if (each.kind === 'skipped') return { ...head, skipped: each.text };
  return { ...head, [each.kind]: { '@type': each.type, '@message': each.message, '#text': each.text } };
}

function casesOf(learner: Learner): Case[] {
  const { result } = learner;
  if (result.report) return result.report.tasks.flatMap((task) => task.checks.map((check) => caseOf(check, task)));
  const reason = reasonText(learner);
  return [
    { name: 'submission', classname: 'submission', kind: 'error', type: result.status, message: reason, text: reason },
  ];
}

function caseOf(check: Check, task: Task): Case {
  const head = {
    name: oneLine(`[${check.id}] ${check.title}`),
    classname: oneLine(`task ${task.number}: ${task.title}`),
  };
  const { outcome, cause = outcome, reason = '' } = check;
  const message = oneLine([consequenceText(check), reason].filter(Boolean).join(' '), MAX_TEXT);
  if (outcome === 'passed') return { ...head, kind: 'passed' };
  if (outcome === 'blocked') return { ...head, kind: 'skipped', text: message };
  const kind = outcome === 'failed' ? 'failure' : 'error';
  return { ...head, kind, type: cause, message, text: detailsOf(check) };
}

function detailsOf({ reason = '', help, error, log }: Check): string {
  const place = error?.file ? ` (${error.file}:${error.line})` : '';
  const parts = [reason, error && `${error.message}${place}`, help, log && `Log:\n${log}`];
  return beginning(block(parts.filter(Boolean).join('\n')), MAX_TEXT);
}

type Counts = { tests: number; failures: number; errors: number; skipped: number };

function countsOf(cases: Case[]): Counts {
  const count = (kind: Case['kind']) => cases.filter((each) => each.kind === kind).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}
