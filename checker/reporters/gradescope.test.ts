import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { CLASS, classOf, GOOD, GUARD_FAILED, INPUTS, NOT_LOADED, REFUSED, WEAK } from './class_fixture.ts';
import { toGradescope } from './gradescope.ts';

const visibility = { enum: ['hidden', 'after_due_date', 'after_published', 'visible'] };
const format = { enum: ['text', 'html', 'simple_format', 'md', 'ansi'] };

/** https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format, with nothing beyond what stands there. */
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['score'],
  properties: {
    score: { type: 'number' },
    execution_time: { type: 'number' },
    output: { type: 'string' },
    output_format: format,
    test_output_format: format,
    test_name_format: format,
    visibility,
    stdout_visibility: visibility,
    extra_data: { type: 'object' },
    leaderboard: { type: 'array' },
    tests: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          score: { type: 'number' },
          max_score: { type: 'number' },
          status: { enum: ['passed', 'failed'] },
          name: { type: 'string' },
          name_format: format,
          number: { type: 'string' },
          output: { type: 'string' },
          output_format: format,
          tags: { type: 'array', items: { type: 'string' } },
          visibility,
          extra_data: { type: 'object' },
        },
      },
    },
  },
};

const validate = new Ajv().compile(SCHEMA);

test.each(CLASS.learners)('the file of $name has the documented form', (learner) => {
  expect(validate(JSON.parse(toGradescope(learner, CLASS))) || validate.errors).toBe(true);
});

test('the score is the mark, after the policy and the penalty; each check is a test', () => {
  const late = { ...WEAK, mark: { ...WEAK.mark, score: 1.5, late: { hours: 25, penalty: 0.5 } } };
  const { score, output, tests } = JSON.parse(toGradescope(late, CLASS));
  expect(score).toBe(1.5);
  expect(output).toContain('Score: 1.5 of 8 (0.5 taken away: 25 hours late).\nTask 7 counts 2 times.');
  expect(
    tests.map(({ number, score, max_score, status }: Record<string, unknown>) => [number, score, max_score, status]),
  ).toEqual([
    ['6.1', 2, 2, 'passed'],
    ['6.2', 0, 1, 'failed'],
    ['7.1', 0, 0, 'passed'],
    ['7.4', 0, 3, 'failed'],
    ['7.5', 0, 2, 'failed'],
  ]);
  expect(tests[3]).toMatchObject({ visibility: 'visible', tags: ['task 7', 'failed'] });
});

test('points of a test have the weight of its task', () => {
  const [six, seven] = GOOD.mark.tasks;
  const weighted = [six, { ...seven, score: 10, maxScore: 10 }] as typeof GOOD.mark.tasks;
  const { tests } = JSON.parse(toGradescope({ ...GOOD, mark: { ...GOOD.mark, tasks: weighted } }, CLASS));
  expect(tests.map(({ score }: { score: number }) => score)).toEqual([2, 1, 0, 6, 4]);
});

test('a failed guard costs as much as an average check of its task, and the output says so', () => {
  const { score, output, tests } = JSON.parse(toGradescope(GUARD_FAILED, CLASS));
  expect(score).toBe(5.5);
  expect(tests.at(-1)).toMatchObject({ score: 2, max_score: 2, status: 'passed' });
  expect(output).toContain('Task 7: [7.1] protects what worked before. It failed, which costs 2.5 of the points');
});

test('a server that does not load has that as its status, and its first error in the output', () => {
  const { output, extra_data } = JSON.parse(toGradescope(NOT_LOADED, classOf(NOT_LOADED)));
  expect(extra_data.status).toBe('did not load');
  expect(output).toContain('SyntaxError: Expected ")" (api/v1/auth/auth.ts:41)');
});

test('a refused submission has 0 and its reason', () => {
  const { score, output, tests } = JSON.parse(toGradescope(REFUSED, CLASS));
  expect([score, tests]).toEqual([0, []]);
  expect(output).toContain('=HYPERLINK');
});

test('what learners see has no input of a check, no seed and no log', () => {
  const text = toGradescope(WEAK, CLASS);
  for (const input of Object.values(INPUTS)) expect(text.toLowerCase()).not.toContain(input.toLowerCase());
  expect(text).not.toContain('4711');
  expect(text).not.toContain('long long');
});
