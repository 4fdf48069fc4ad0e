import { describe, test } from 'vitest';
import { rememberingJudge } from '../../e2e/verdict_memory.ts';
import { submission } from '../../fixtures/submission.ts';
import { checkSubmission } from '../../grading/check_submission.ts';
import type { Check, Report } from '../../grading/report.ts';
import { loadTasks } from '../../tasks.ts';
import { applyMistake } from '../apply.ts';
import { escapedFaults } from './escaped.ts';
import { faults } from './faults.ts';
import { faultsOfTasks0To5 } from './tasks_0_to_5.ts';
import { faultsOfTasks6To8 } from './tasks_6_to_8.ts';
import { faultsOfTasks9And10 } from './tasks_9_and_10.ts';

const tasks = await loadTasks();

/** So many steps a story may have at most. */
const MOST_STEPS = 8;

const all = [...faults, ...faultsOfTasks0To5, ...faultsOfTasks6To8, ...faultsOfTasks9And10, ...escapedFaults];

function failedIn(report: Report): Check[] {
  return report.tasks.flatMap((task) => task.checks).filter(({ outcome }) => outcome === 'failed');
}

describe('a fault that nobody has thought of is met, told by its sentence and in few steps', { tags: 'long' }, () => {
  test.concurrent.for(all)('task $task, $name', async (fault, { expect }) => {
    await using wrong = await submission();
    await applyMistake(fault, wrong.folder);
    const touched = new Set([fault.task, ...fault.breaks.map((id) => Number.parseInt(id, 10))]);
    const judged = tasks.filter(({ number }) => touched.has(number));
    const failed = failedIn(await rememberingJudge.judge({ folder: wrong.folder, tasks: judged }));
    expect(failed.flatMap(({ requirements }) => requirements).filter((id) => fault.breaks.includes(id))).not.toEqual(
      [],
    );
    expect(failed.filter(({ story = [] }) => story.length > MOST_STEPS)).toEqual([]);
  });
});

test('the same seed tells the same story', { tags: 'long' }, async ({ expect }) => {
  await using wrong = await submission();
  const fault = faults.find(({ name }) => name === 'sixth-session-ends-the-first');
  if (!fault) throw new Error('There is no such fault.');
  await applyMistake(fault, wrong.folder);
  const options = { folder: wrong.folder, tasks: tasks.slice(7, 9), seed: 5, level: 'none', name: 'x' } as const;
  const reports = [await checkSubmission(options), await checkSubmission(options)];
  expect(failedIn(reports[0]?.report as Report).flatMap(({ story = [] }) => story)).not.toEqual([]);
  expect(reports[1]).toEqual(reports[0]);
});
