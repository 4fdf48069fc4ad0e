import { expect, test } from 'vitest';
import { rememberingJudge } from '../e2e/verdict_memory.ts';
import { submission } from '../fixtures/submission.ts';
import { loadTasks } from '../tasks.ts';
import { ownerFindings, textFindings } from './texts.ts';

test('specs, checks, points and links fit each other', async () => {
  const tasks = await loadTasks();
  await using finished = await submission();
  const report = await rememberingJudge.judge({ folder: finished.folder, tasks });
  expect(await textFindings(tasks, report)).toEqual([]);
});

test('a requirement that no check proves, one that no spec states, and other points are told', async () => {
  const tasks = await loadTasks();
  await using finished = await submission();
  const report = await rememberingJudge.judge({ folder: finished.folder, tasks });
  const [first, ...others] = report.tasks;
  const checks = first?.checks.filter(({ requirements }) => !requirements.includes('0.5')) ?? [];
  checks[0]?.requirements.push('0.99');
  const told = await textFindings(tasks, {
    ...report,
    tasks: [{ ...(first as (typeof others)[number]), checks, maxScore: 1 }, ...others],
  });
  expect(told.map(({ message }) => message)).toEqual([
    'no check proves [0.5].',
    'names [0.99], which the spec does not state.',
    expect.stringMatching(/^task\.ts says \d+ points, and its checks share 1\.$/),
  ]);
});

test('points that are not those of the course, and a check of security that counts too little, are told', async () => {
  const tasks = await loadTasks();
  await using finished = await submission();
  const report = await rememberingJudge.judge({ folder: finished.folder, tasks });
  const light = report.tasks[2]?.checks.find(({ security }) => security !== undefined);
  if (light) light.points = 0.5;
  const told = await textFindings(tasks, { ...report, maxScore: 199.5 });
  expect(told.map(({ place, message }) => `${place} ${message}`)).toEqual([
    expect.stringMatching(/^check 2\.4\w .* counts less than 3 ordinary checks/),
    'tasks have 199.5 points together, and must have 200.',
  ]);
});

test('a rule that belongs to no requirement, or to one that is not there, is told', () => {
  const spec = [
    '## Files',
    '- a list of files',
    '## What must hold',
    'Some words.',
    '- **[4.1]** A requirement.',
    '- [4.1] A rule that belongs to it.',
    '- [4.7] A rule that belongs to none.',
    '- A rule without any.',
    '1. One in another kind of list.',
    'Notes:',
    '- A note.',
    '## Try it',
    '- something',
  ].join('\n');
  expect(ownerFindings(spec, new Set(['4.1']))).toEqual([
    'a rule belongs to [4.7], which the spec does not state.',
    'a rule belongs to no requirement: "- A rule without any."',
    'a rule belongs to no requirement: "1. One in another kind of list."',
  ]);
});
