import { expect, test } from 'vitest';
import type { Report } from '../grading/report.ts';
import { toTerminal } from './terminal.ts';

const report: Report = {
  schema: 1,
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
      score: 1,
      maxScore: 1,
      checks: [{ id: '0.1', title: 'a', requirements: ['0.1'], guard: false, outcome: 'passed', points: 1 }],
    },
    {
      number: 7,
      title: 'Login',
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
          help: 'Look at the order of the two tests.',
          error: { message: 'TypeError: x', file: 'api/v1/views/session_auth.ts', line: 12 },
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
          reason: '[7.6] does not hold yet.',
        },
        {
          id: '7.6',
          title: 'c',
          requirements: ['7.6'],
          guard: false,
          outcome: 'failed',
          points: 1,
          reason: 'x',
          actual: '<undefined>',
        },
      ],
    },
  ],
};

const specOf = (task: number) => `tasks/0${task}_x/README.md`;

test('without colours', () => {
  expect(toTerminal(report, { color: false, specOf })).toMatchSnapshot();
});

test('a narrow terminal folds sentences below themselves', () => {
  const lines = toTerminal(report, { color: false, width: 60, specOf }).split('\n');
  expect(lines.filter((line) => line.length > 60 && !line.includes('curl'))).toEqual([]);
  expect(lines).toContain('      POST /login should answer 401, but it answers 404.');
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
  expect(toTerminal(hostile, { color: false, specOf })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('with colours it has the same words', () => {
  const colored = toTerminal(report, { color: true, specOf });
  expect(colored).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of a terminal begin with one.
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(toTerminal(report, { color: false, specOf }));
});
