import { describe, type TestContext, test } from 'vitest';
import { rememberingJudge } from '../e2e/verdict_memory.ts';
import { submission } from '../fixtures/submission.ts';
import type { Check } from '../grading/report.ts';
import { loadTasks } from '../tasks.ts';
import { applyMistake } from './apply.ts';
import { GOLDEN, messageFile, messageOf } from './golden.ts';
import { type Mistake, mistakes } from './mistakes.ts';
import { sharpest } from './sharpest.ts';

const tasks = await loadTasks();
const sharp = sharpest(mistakes);

test('every mistake has a name of its own', ({ expect }) => {
  expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
});

test('each task has two or three mistakes that are sharper than the others', ({ expect }) => {
  for (const { number } of tasks) {
    const here = sharp.filter(({ task }) => task === number);
    expect([2, 3], `task ${number}`).toContain(here.length);
  }
});

describe('the checks catch', () => {
  const others = mistakes.filter((mistake) => !sharp.includes(mistake));
  test.concurrent.for(sharp)('task $task, $name', caught);
  test.concurrent.for(others)('task $task, $name', { tags: 'long' }, caught);

  async function caught(mistake: Mistake, { expect }: TestContext): Promise<void> {
    await using wrong = await submission();
    await applyMistake(mistake, wrong.folder);

    const own = tasks.filter(({ number }) => number === mistake.task);
    const report = await rememberingJudge.judge({ folder: wrong.folder, tasks: own });
    const checks = report.tasks.flatMap((task) => task.checks);
    const failed = checks.filter(({ outcome }) => outcome === 'failed');
    const fitting = failed.filter(({ requirements }) => requirements.some((id) => mistake.caughtBy.includes(id)));

    expect(fitting.map(said), `${mistake.mistake}\nWhat failed:\n${failed.map(said).join('\n')}`).toContainEqual(
      expect.stringMatching(mistake.reason),
    );

    if (!GOLDEN.has(mistake.name)) return;
    const message = messageOf(report);
    await expect(message).toMatchFileSnapshot(messageFile(mistake));
    // The check that tells of the mistake is among those that are shown in full.
    const shown = [...message.matchAll(/^ {4}should {4}\[(\d+\.\d+)\]/gm)].map(([, id]) => id);
    expect(shown.some((id) => mistake.caughtBy.includes(String(id)))).toBe(true);
  }
});

/** All that a learner reads of a failed check. */
function said({ title, requirements, reason, help, expected, actual, error }: Check): string {
  const values = JSON.stringify({ expected, actual, error });
  return [`[${requirements.join(', ')}] ${title}`, reason, help, values].join('\n');
}
