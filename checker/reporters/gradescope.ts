import type { GradedClass, Learner } from '../grading/graded.ts';
import { isCharged, rounded } from '../grading/points.ts';
import type { Check, LearnerError, Task } from '../grading/report.ts';
import { consequenceText } from './consequences.ts';
import { reasonWithoutInputs, withoutInputs } from './hidden_inputs.ts';
import { holesOf } from './holes.ts';
import { guardText, judgedTasks, scoreText, statusOf } from './learner_text.ts';
import { STATUS } from './status.ts';
import { oneLine, safe, safeJson } from './untrusted.ts';

const MAX_LINE = 1000;

type Visibility = 'visible' | 'hidden';

/** One test of a `results.json`: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format */
type GradescopeTest = {
  name: string;
  name_format: 'text';
  number: string;
  score: number;
  max_score: number;
  status: 'passed' | 'failed';
  output: string;
  output_format: 'text';
  visibility: Visibility;
  tags: string[];
};

/**
 * A learner's result as Gradescope's `results.json`. `score` is the mark under the policy. Learners see it: there is no
 * input of a check in it, and what the server printed stays hidden.
 */
export function toGradescope(given: Learner, givenClass: GradedClass): string {
  const [learner, graded] = [safe(given), safe(givenClass)];
  const { mark } = learner;
  const results = {
    score: mark.score,
    output: outputOf(learner, graded),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: judgedTasks(learner).flatMap(({ task, mark: taskMark }) => {
      const factor = taskMark && task.maxScore > 0 ? taskMark.maxScore / task.maxScore : 1;
      return task.checks.map((check) => testOf(check, task, taskMark?.counts === false ? 0 : factor));
    }),
    // The seed is left out: it repeats the inputs.
    extra_data: { kata: graded.kata, status: STATUS[statusOf(learner)] },
  };
  return `${safeJson(JSON.stringify(results, null, 2))}\n`;
}

function outputOf(learner: Learner, graded: GradedClass): string {
  const { report } = learner.result;
  return [
    `Score: ${scoreText(learner)}.`,
    ...(report ? holesOf(report) : []),
    ...(learner.result.reason === undefined ? [] : [oneLine(learner.result.reason, MAX_LINE)]),
    ...(report?.diagnostics ?? []).map(({ message, help = '', error }) =>
      [message, error ? placed(error) : '', help]
        .map((part) => oneLine(part, MAX_LINE))
        .filter(Boolean)
        .join(' '),
    ),
    ...(report?.tasks ?? []).flatMap((task) => {
      const guards = guardText(task);
      return guards === '' ? [] : [`Task ${task.number}: ${guards}`];
    }),
    ...graded.policy,
    `Judged by kata ${graded.kata}.`,
  ].join('\n');
}

function testOf(check: Check, task: Task, factor: number): GradescopeTest {
  const { id, title, outcome, points, guard } = check;
  const passed = outcome === 'passed';
  return {
    name: oneLine(`[${id}] ${title}`),
    name_format: 'text',
    number: id,
    score: isCharged(check) ? 0 : rounded(points * factor),
    max_score: rounded(points * factor),
    status: passed ? 'passed' : 'failed',
    output: passed ? '' : [consequenceText(check), failedOutput(check)].filter(Boolean).join('\n'),
    output_format: 'text',
    visibility: 'visible',
    tags: [`task ${task.number}`, outcome, ...(guard ? ['guard'] : [])],
  };
}

function failedOutput(check: Check): string {
  const { error, help = '' } = check;
  const told = error ? placed({ ...error, message: withoutInputs(check)(oneLine(error.message, MAX_LINE)) }) : '';
  return [oneLine(reasonWithoutInputs(check), MAX_LINE), told, withoutInputs(check)(help)].filter(Boolean).join('\n');
}

function placed({ message, file, line }: LearnerError): string {
  return file ? `${message} (${file}:${line})` : message;
}
