import { expect, test } from 'vitest';
import type { Report } from '../grading/report.ts';
import { REPORT_SCHEMA } from '../grading/report_version.ts';
import { toTerminal } from './terminal.ts';

const report: Report = {
  schema: REPORT_SCHEMA,
  kata: '1.0.0',
  submission: 'workspace',
  contentHash: 'h',
  seed: 7,
  runtime: 'node 26.10.0',
  sandbox: 'none',
  score: 2,
  maxScore: 5,
  diagnostics: [],
  tasks: [
    {
      number: 0,
      title: 'Me',
      spec: 'tasks/00_me/README.md',
      requirements: [{ id: '0.1', text: 'One.', place: 'tasks/00_me/README.md:3' }],
      score: 1,
      maxScore: 1,
      checks: [{ id: '0.1', title: 'a', requirements: ['0.1'], guard: false, outcome: 'passed', points: 1 }],
    },
    {
      number: 7,
      title: 'Login',
      spec: 'tasks/07_login/README.md',
      requirements: [
        {
          id: '2.3',
          text: 'Else it makes a session id, a UUID of version 4 as text, and more words than fit.',
          place: 'x:1',
        },
        {
          id: '7.5',
          text: 'The password is wrong: 401 `{"error":"wrong password"}`.',
          place: 'tasks/07_login/README.md:9',
        },
        { id: '7.6', text: 'Else: 200.', place: 'tasks/07_login/README.md:10' },
      ],
      score: 1,
      maxScore: 4,
      checks: [
        { id: '7.1', title: 'the route is there', requirements: ['7.1'], guard: false, outcome: 'passed', points: 1 },
        {
          id: '7.5',
          title: 'a wrong password is 401',
          requirements: ['7.5'],
          guard: false,
          outcome: 'failed',
          points: 1,
          cause: 'assertion',
          reason: 'POST /login should answer 401, but it answers 404.',
          expected: { status: 401 },
          actual: { status: 404 },
          differences: [{ path: ['status'], expected: 401, actual: 404 }],
          help: 'Look at the order of the two tests.',
          error: {
            message: 'TypeError: x',
            file: 'api/v1/views/session_auth.ts',
            line: 12,
            source: [
              { line: 11, text: 'if (x) {' },
              { line: 12, text: '  x.y();' },
              { line: 13, text: '}' },
            ],
          },
          log: 'hello\nworld\n',
          curl: ['curl -i -X POST http://127.0.0.1:5000/login'],
        },
        {
          id: '7.9',
          title: 'b',
          requirements: ['7.9'],
          guard: false,
          outcome: 'blocked',
          points: 1,
          cause: 'prerequisite',
          prerequisite: '2.3',
          reason: '[2.3] does not hold yet.',
        },
        {
          id: '7.6',
          title: 'c',
          requirements: ['7.6'],
          guard: false,
          outcome: 'failed',
          points: 1,
          reason: 'x',
          expected: { $kind: 'undefined' },
          actual: '<undefined>',
          differences: [
            { path: [], expected: { $kind: 'undefined' }, actual: '<undefined>' },
            { path: ['body'], expected: '<!DOCTYPE html>', actual: [{ $kind: 'number', text: 'NaN' }] },
          ],
        },
      ],
    },
  ],
};

test('without colours', () => {
  expect(toTerminal(report, { color: false })).toMatchSnapshot();
});

test('a narrow terminal folds sentences below themselves', () => {
  const lines = toTerminal(report, { color: false, width: 60 }).split('\n');
  expect(lines.filter((line) => line.length > 60 && !line.includes('curl'))).toEqual([]);
  expect(lines).toContain('    happened  POST /login should answer 401, but it answers');
});

test('what a submission says cannot move the cursor or hide a line', () => {
  const [check] = report.tasks[1]?.checks.slice(1) ?? [];
  const texts = {
    reason: 'a\u001b[1A\u001b[2Kb',
    log: '\u001b[31mred\rover\n',
    error: { message: '\u0007x', file: 'a\u001b[2K.ts', line: 1 },
  };
  const hostile = { ...report, tasks: [{ ...report.tasks[1], checks: [{ ...check, ...texts }] }] } as Report;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(toTerminal(hostile, { color: false })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('what a learner reads of a failed check has its order', () => {
  const lines = toTerminal(report, { color: false }).split('\n');
  const labels = lines.map((line) => /^ {4}(\w+) /.exec(line)?.[1]).filter((label) => label !== undefined);
  expect(labels.slice(0, 7)).toEqual(['should', 'happened', 'differs', 'log', 'error', 'repeat', 'next']);
});

test('checks that wait for the same requirement are one line, which names it', () => {
  const lines = toTerminal(report, { color: false }).split('\n');
  expect(lines.filter((line) => line.includes('wait'))).toEqual([
    '  – 1 check waits for [2.3] (Else it makes a session id, a UUID of version 4 as text …): it says nothing yet.',
  ]);
});

test('the first failures are shown in full, and with --all every one', () => {
  const failing = report.tasks[1]?.checks[1];
  const many = {
    ...report,
    tasks: [
      {
        ...report.tasks[1],
        checks: Array(5)
          .fill(failing)
          .map((check) => ({ ...check })),
      },
    ],
  };
  const told = (all: boolean) => toTerminal(many as Report, { color: false, all });
  expect(told(false).match(/ {4}should /g)).toHaveLength(2);
  expect(told(false)).toContain('3 more checks failed');
  expect(told(false)).toContain('`npx kata check 7 --all`');
  expect(told(true).match(/ {4}should /g)).toHaveLength(5);
  expect(told(true)).not.toContain('more checks failed');
});

test('advice stands after the checks', () => {
  const text = toTerminal(report, { color: false, advice: ['TypeScript says: x'] });
  expect(text.indexOf('TypeScript says')).toBeGreaterThan(text.indexOf('Task 7'));
});

test('with colours it has the same words', () => {
  const colored = toTerminal(report, { color: true });
  expect(colored).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of a terminal begin with one.
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(toTerminal(report, { color: false }));
});
