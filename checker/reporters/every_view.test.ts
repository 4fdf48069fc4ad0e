import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { GradedClass, Learner } from '../grading/graded.ts';
import type { Report } from '../grading/report.ts';
import { draw } from '../loop/screen.ts';
import { TOP } from '../loop/view.ts';
import { CLASS, WEAK } from './class_fixture.ts';
import { toCsv } from './csv.ts';
import { toFeedback } from './feedback.ts';
import { toGradescope } from './gradescope.ts';
import { toHtml } from './html/html.ts';
import { toJson } from './json.ts';
import { toJunit } from './junit.ts';
import { toTerminal } from './terminal.ts';
import { toTimeline } from './timeline.ts';

/** What no view may hand on, one by one and not by the rule of the program: each stands for a range of its kind. */
const HOSTILE = [
  ...['\u202a', '\u202e', '\u2066', '\u2069', '\u200e', '\u200f', '\u061c'],
  ...['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u180e', '\u3164', '\u115f', '\uffa0'],
  ...['\u2028', '\u2029', '\ufff9', '\u206a', '\ufe0f', '\ufe00', '\u{e0001}', '\u{e0041}', '\u{e0100}', '\u{1d173}'],
  ...['\u001b[2J', '\u001b]0;title\u0007', '\u009b31m', '\u0085', '\u0090', '\u007f', '\u0000', '\b', '\v', '\uffff'],
];
const DANGER = new RegExp(
  // One character of each is enough: what is left of an escape is harmless text.
  [...new Set(HOSTILE.map((text) => [...text][0] as string))].map((character) => RegExp.escape(character)).join('|'),
  'u',
);
const COMMANDS = [
  '::error::x',
  '  ::set-output name=score::100',
  '##vso[task.complete]',
  "##teamcity[testFailed name='x']",
];
const COMMAND = /^\s*::[a-z]|##(?:\[|vso\[|teamcity\[)/im;

/** Texts that the program itself chooses among. */
const KINDS = new Set([
  'outcome',
  'cause',
  'what',
  'kind',
  '$kind',
  'sandbox',
  'status',
  'by',
  'fileName',
  'submitted',
]);

/** The same data with hostile characters in every text. */
function hostile<Data>(data: Data, text: string, key = ''): Data {
  if (typeof data === 'string') return (KINDS.has(key) ? data : `${text}${data}${text}\n${text}`) as Data;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => hostile(item, text, key)) as Data;
  return Object.fromEntries(Object.entries(data).map(([name, item]) => [name, hostile(item, text, name)])) as Data;
}

const STEPS: Report['tasks'][number]['checks'][number]['timeline'] = [
  { what: 'call', at: 0, action: 'calls x', modules: ['a.ts'], requests: ['GET /'], gave: 'gave', threw: 'threw' },
  { what: 'request', at: 1, line: 'GET /', cookie: 'a=b', status: 200, setCookie: ['a=b'], wrong: true },
];
const report = WEAK.result.report as Report;
const whole: Report = {
  ...report,
  diagnostics: [
    { kind: 'did not load', message: 'message', help: 'help', error: { message: 'm', file: 'f', line: 1 } },
  ],
  tasks: report.tasks.map((task) => ({
    ...task,
    checks: task.checks.map((check) => ({
      ...check,
      timeline: STEPS,
      help: 'help',
      differences: [{ path: ['body', 'a.b'], actual: { a: 'b' } }],
    })),
  })),
};
const learner: Learner = { ...WEAK, result: { ...WEAK.result, report: whole } };

const state = {
  present: 7,
  passed: [],
  checking: undefined,
  regressions: [{ task: 6, check: '6.1', title: 'title' }],
  advice: [{ file: 'a.ts', line: 1, message: 'message' }],
};
const screen = (shown: object) =>
  draw(
    { view: TOP, tasks: [], hints: { shown: [], left: 0 }, missed: false, polling: false, ...shown } as never,
    { columns: 60, rows: 400 },
    { color: true },
  );

type Hostile = { graded: GradedClass; learner: Learner; report: Report; said: string };

const VIEWS: Record<string, (given: Hostile) => string> = {
  terminal: ({ report, said }) => toTerminal(report, { color: true, width: 60, all: true, advice: [said] }),
  'terminal without a width': ({ report, said }) => toTerminal(report, { color: false, all: true, advice: [said] }),
  timeline: ({ report }) => toTimeline(report, { color: true, width: 60, all: true }),
  json: ({ report }) => toJson(report),
  csv: ({ graded }) => toCsv(graded).slice(1),
  junit: ({ graded }) => [...toJunit(graded)].join(''),
  page: ({ graded }) => /id="data">([\s\S]*?)<\/script>/.exec(toHtml(graded))?.[1] ?? '',
  feedback: ({ learner, graded }) => toFeedback(learner, graded),
  gradescope: ({ learner, graded }) => toGradescope(learner, graded),
  loop: ({ report, said }) =>
    screen({ state: { ...state, ...hostile(state, said), report, fault: undefined }, notes: [said] }).join('\n'),
  'loop without a verdict': ({ said }) =>
    screen({ state: { ...state, report: undefined, fault: said }, notes: [] }).join('\n'),
};

describe.each(Object.entries(VIEWS))('%s', (_name, view) => {
  const shown = (said: string) =>
    view({
      graded: hostile({ ...CLASS, learners: [...CLASS.learners, learner] }, said),
      learner: hostile(learner, said),
      report: hostile(whole, said),
      said,
    });

  test.each(HOSTILE)('%j of a submission reaches nobody', (said) => {
    const text = stripColours(shown(said));
    const at = DANGER.exec(text)?.index;
    expect(at === undefined ? '' : JSON.stringify(text.slice(Math.max(0, at - 60), at + 20))).toBe('');
  });

  test.each(COMMANDS)('%j is no command to a build server', (said) => {
    expect(COMMAND.exec(shown(said))?.[0]).toBe(undefined);
  });
});

/** Colours of ours: styles of text, and nothing else that a terminal obeys. */
function stripColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return text.replace(/\u001b\[(?:[0-9]{1,2}m)/g, '');
}

test('what the tests look for is there', () => {
  expect(HOSTILE.filter((text) => !DANGER.test(text))).toEqual([]);
  expect(stripVTControlCharacters('\u001b[31mx')).toBe('x');
});
