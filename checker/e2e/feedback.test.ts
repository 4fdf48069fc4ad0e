// @module-tag long
import { expect, test } from 'vitest';
import { WALK_TITLE } from '../checks/walk/check.ts';
import { submission } from '../fixtures/submission.ts';
import type { Learner } from '../grading/graded.ts';
import type { Report } from '../grading/report.ts';
import { applyMistake } from '../mutants/apply.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { faults } from '../mutants/outside/faults.ts';
import { classOf } from '../reporters/class_fixture.ts';
import { toFeedback } from '../reporters/feedback.ts';
import { toGradescope } from '../reporters/gradescope.ts';
import { kata } from './kata.ts';

/** Their messages quote inputs of every kind: cookies, paths, numbers, spans of time, parts of a password. */
const MADE = [
  'cookie-by-beginning',
  'excluded-by-beginning',
  'no-type-test',
  'wrong-password-is-404',
  'parse-int-at-its-word',
  'local-time-against-utc',
];

/** What a walk finds first depends on its seed, so it cannot be compared. */
const withoutWalks = (report: Report): Report => ({
  ...report,
  tasks: report.tasks.map((task) => ({ ...task, checks: task.checks.filter(({ title }) => title !== WALK_TITLE) })),
});

/** Words that the checks draw, as they stand in e-mails and passwords. */
const DRAWN = /\bk(?=[a-z]*\d)[a-z0-9]{5,}\b/g;

const learnerOf = (report: Report): Learner => ({
  name: 'Ada',
  fileName: 'Ada',
  mark: { tasks: [], score: report.score, maxScore: report.maxScore },
  result: {
    schema: 2,
    name: 'Ada',
    submitted: '2026-11-20T14:05:06.000Z',
    checks: 'x',
    status: 'graded',
    report,
  },
});

test('what a learner is sent is the same under every seed, so no input of a check is in it', async () => {
  await using wrong = await submission();
  for (const mistake of mistakes.filter(({ name }) => MADE.includes(name))) await applyMistake(mistake, wrong.folder);
  const reports: Report[] = [];
  for (const seed of ['1', '2']) {
    const args = ['check', '--dir', wrong.folder, '--json', '--sandbox', 'basic', '--seed', seed];
    reports.push(JSON.parse((await kata(args)).stdout));
  }
  const [one, two] = reports.map((report) => learnerOf(withoutWalks(report))) as [Learner, Learner];
  const reasons = (learner: Learner) =>
    learner.result.report?.tasks.flatMap(({ checks }) => checks.map(({ reason }) => reason)).filter(Boolean);
  // The reports themselves do quote inputs: else nothing would be proved.
  expect(reasons(one)?.length).toBeGreaterThan(10);
  expect(reasons(one)).not.toEqual(reasons(two));
  expect(toFeedback(two, classOf())).toBe(toFeedback(one, classOf()));
  expect(toGradescope(two, classOf())).toBe(toGradescope(one, classOf()));
});

test('the story of a walk sends no input of it to a learner', async () => {
  await using wrong = await submission();
  const fault = faults.filter(({ name }) => name === 'no-attributes-with-an-old-cookie');
  for (const each of fault) await applyMistake(each, wrong.folder);
  const { stdout } = await kata(['check', '7', '--dir', wrong.folder, '--json', '--sandbox', 'basic', '--seed', '1']);
  const report = JSON.parse(stdout) as Report;
  const drawn = JSON.stringify(report.tasks[0]?.checks.filter(({ story }) => story)).match(DRAWN) ?? [];
  expect(drawn.length).toBeGreaterThan(2);
  const sent = [toFeedback(learnerOf(report), classOf()), toGradescope(learnerOf(report), classOf())];
  expect(drawn.filter((word) => sent.some((text) => text.includes(word)))).toEqual([]);
});
