import XMLBuilder from 'fast-xml-builder';
import type { GradedClass, Learner } from '../grading/graded.ts';
import type { Check, Task } from '../grading/report.ts';
import { reasonText, STATUS } from './learner_text.ts';
import { block, oneLine } from './untrusted.ts';

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
 * judged is one case with an error. Control characters that XML 1.0 forbids are left out.
 */
export function toJunit(graded: GradedClass): string {
  const suites = graded.learners.map((learner) => ({ learner, cases: casesOf(learner) }));
  const all = suites.flatMap(({ cases }) => cases);
  const root = {
    '@name': `session-auth-kata ${graded.kata}`,
    '@tests': all.length,
    '@failures': countOf(all, 'failure'),
    '@errors': countOf(all, 'error'),
    '@time': 0,
    testsuite: suites.map(suiteOf),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: root })}`;
}

function suiteOf({ learner, cases }: { learner: Learner; cases: Case[] }, index: number): object {
  const { name, fileName, result, mark } = learner;
  const facts = { status: STATUS[result.status], score: mark.score, 'max score': mark.maxScore };
  return {
    '@id': index,
    '@package': fileName,
    '@name': oneLine(name, MAX_NAME) || fileName,
    '@timestamp': result.submitted.slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
    '@hostname': 'localhost',
    '@tests': cases.length,
    '@failures': countOf(cases, 'failure'),
    '@errors': countOf(cases, 'error'),
    '@skipped': countOf(cases, 'skipped'),
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
  const message = oneLine(reason, MAX_TEXT);
  if (outcome === 'passed') return { ...head, kind: 'passed' };
  if (outcome === 'blocked') return { ...head, kind: 'skipped', text: message };
  const kind = outcome === 'failed' ? 'failure' : 'error';
  return { ...head, kind, type: cause, message, text: detailsOf(check) };
}

function detailsOf({ reason = '', help, error, log }: Check): string {
  const place = error?.file ? ` (${error.file}:${error.line})` : '';
  const parts = [reason, error && `${error.message}${place}`, help, log && `Log:\n${log}`];
  return block(parts.filter(Boolean).join('\n')).slice(0, MAX_TEXT).toWellFormed();
}

function countOf(cases: Case[], kind: Case['kind']): number {
  return cases.filter((each) => each.kind === kind).length;
}
