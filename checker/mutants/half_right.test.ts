import { describe, test } from 'vitest';
import { WALK_TITLE } from '../checks/walk/check.ts';
import { rememberingJudge } from '../e2e/verdict_memory.ts';
import { copySolution } from '../fixtures/copy_solution.ts';
import type { Check } from '../grading/report.ts';
import { loadTasks } from '../tasks.ts';
import { applyMistake } from './apply.ts';
import { halfRight } from './half_right.ts';

const tasks = await loadTasks();

test('every half-right solution has a name of its own', ({ expect }) => {
  expect(new Set(halfRight.map(({ name }) => name)).size).toBe(halfRight.length);
});

test('in every task something is left out, in several styles', ({ expect }) => {
  for (let task = 0; task <= 10; task += 1) {
    const here = halfRight.filter(({ leftOut }) => leftOut.startsWith(`${task}.`));
    expect(here.length, `task ${task}`).toBeGreaterThanOrEqual(3);
    expect(new Set(here.map(({ base }) => base)).size, `task ${task}`).toBeGreaterThanOrEqual(2);
  }
});

describe('just what depends on a requirement fails where it is left out:', () => {
  test.concurrent.for(halfRight)('[$leftOut] $name', { tags: 'long' }, async (half, { expect }) => {
    await using copy = await copySolution(half.base);
    await applyMistake(half, copy.folder);

    const report = await rememberingJudge.judge({ folder: copy.folder, tasks });
    const all = report.tasks.flatMap((task) => task.checks);
    // What a walk meets of it is for the seed to say; that of the task does not even begin.
    const checks = all.filter(({ title }) => title !== WALK_TITLE);
    const walk = all.find(
      ({ id, title }) => title === WALK_TITLE && Number.parseInt(id, 10) === Number.parseInt(half.leftOut, 10),
    );
    expect(walk?.outcome ?? 'blocked').toBe('blocked');
    const idsOf = (outcome: Check['outcome']) =>
      checks
        .filter((check) => check.outcome === outcome)
        .map(({ id }) => id)
        .join(' ');
    const found = { failed: idsOf('failed'), blocked: idsOf('blocked') };
    expect(found, half.mistake).toEqual({ failed: half.failed, blocked: half.blocked });
    const failed = checks.filter(({ outcome }) => outcome === 'failed');
    expect(failed.flatMap(({ requirements }) => requirements)).toContain(half.leftOut);
  });
});
