// @module-tag long
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import type { Learner } from '../grading/graded.ts';
import type { Report } from '../grading/report.ts';
import { applyMistake } from '../mutants/apply.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { classOf } from '../reporters/class_fixture.ts';
import { toFeedback } from '../reporters/feedback.ts';
import { toGradescope } from '../reporters/gradescope.ts';
import { kata } from './kata.ts';

/** Two whole runs, where other tests run as well. */
const PATIENCE = 300_000;

/** Their messages quote inputs of every kind: cookies, paths, numbers, spans of time, parts of a password. */
const MADE = [
  'cookie-by-beginning',
  'excluded-by-beginning',
  'no-type-test',
  'wrong-password-is-404',
  'parse-int-at-its-word',
  'local-time-against-utc',
];

const learnerOf = (report: Report): Learner => ({
  name: 'Ada',
  fileName: 'Ada',
  mark: { tasks: [], score: report.score, maxScore: report.maxScore },
  result: {
    schema: 1,
    name: 'Ada',
    submitted: '2026-11-20T14:05:06.000Z',
    key: { content: 'x', kata: report.kata, seed: report.seed, sandbox: report.sandbox },
    status: 'graded',
    report,
  },
});

test(
  'what a learner is sent is the same under every seed, so no input of a check is in it',
  async () => {
    await using wrong = await submission();
    for (const mistake of mistakes.filter(({ name }) => MADE.includes(name))) await applyMistake(mistake, wrong.folder);
    const reports: Report[] = [];
    for (const seed of ['1', '2']) {
      const args = ['check', '--dir', wrong.folder, '--json', '--sandbox', 'basic', '--seed', seed];
      reports.push(JSON.parse((await kata(args)).stdout));
    }
    const [one, two] = reports.map(learnerOf) as [Learner, Learner];
    const reasons = (learner: Learner) =>
      learner.result.report?.tasks.flatMap(({ checks }) => checks.map(({ reason }) => reason)).filter(Boolean);
    // The reports themselves do quote inputs: else nothing would be proved.
    expect(reasons(one)?.length).toBeGreaterThan(10);
    expect(reasons(one)).not.toEqual(reasons(two));
    expect(toFeedback(two, classOf())).toBe(toFeedback(one, classOf()));
    expect(toGradescope(two, classOf())).toBe(toGradescope(one, classOf()));
  },
  PATIENCE,
);
