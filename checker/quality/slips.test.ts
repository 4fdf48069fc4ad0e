// @module-tag long
import { expect, test } from 'vitest';
import { warmLanes } from '../e2e/warm.ts';
import { submission } from '../fixtures/submission.ts';
import { SEED } from '../grading/lanes.ts';
import { COURSE_POINTS, HOLE_COST, isCharged, rounded } from '../grading/points.ts';
import { applyMistake } from '../mutants/apply.ts';
import { holesOf } from '../reporters/holes.ts';
import { loadTasks } from '../tasks.ts';
import { slips } from './slips.ts';

/** What one slip may cost that opens nothing to anybody. */
const SLIP_COST = COURSE_POINTS * 0.08;

const tasks = await loadTasks();

test.for(slips)(
  'task $task, $what: it is charged to its task alone, and costs what it should',
  async ({ task, what, edits, security }) => {
    await using wrong = await submission();
    await applyMistake({ name: what, edits }, wrong.folder);
    const lanes = await warmLanes();
    const { report, errors } = await lanes.check({
      folder: wrong.folder,
      tasks,
      seed: SEED,
      level: 'none',
      blame: true,
    });
    expect(errors).toEqual([]);
    expect(report.diagnostics).toEqual([]);

    const cost = rounded(COURSE_POINTS - report.score);
    if (security) expect(cost).toBeGreaterThanOrEqual(HOLE_COST);
    else expect(cost).toBeLessThanOrEqual(SLIP_COST);
    expect(cost).toBeGreaterThan(0);
    expect(holesOf(report).length > 0).toBe(security === true);

    const checks = report.tasks.flatMap(({ number, checks: own }) => own.map((check) => ({ number, ...check })));
    expect(new Set(checks.filter(isCharged).map(({ number }) => number))).toContain(task);
    for (const { consequence } of checks) if (consequence) expect(consequence.of).toContain(task);
  },
);
