import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finishedStage, stageBefore } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { newLearner } from './learner.ts';

const tasks = await loadTasks();

test('a learner goes from a fresh clone to the finished server', { tags: 'long' }, async () => {
  await using learner = await newLearner();
  const { run } = learner;

  const first = await run();
  expect(first.stdout).toContain('files were written to workspace/');
  expect(first.stdout).toContain('✗ Task 0');
  expect(first.stdout).toContain('Next: task 0.');
  expect(first.code).toBe(1);

  for (const task of tasks) {
    const done = task === tasks.at(-1) ? await finishedStage() : await stageBefore(task.number + 1, tasks);
    for (const path of [...task.touches, ...task.creates])
      await learner.write(path, (done.get(path) as Buffer).toString());
    const { code, stdout } = await run('check');
    expect(stdout).toContain(
      task === tasks.at(-1) ? 'All tasks are done.' : `Task ${task.number} is done. Next: task ${task.number + 1}`,
    );
    expect(code).toBe(0);
  }

  const { code, stdout } = await run('check');
  expect(stdout).toContain(`✓ Task ${tasks.length - 1}`);
  expect(code).toBe(0);
});

test('start writes what is missing and leaves the rest alone; broken progress is set aside', async () => {
  await using learner = await newLearner();
  const { run } = learner;
  const app = 'api/v1/app.ts';

  expect(await run('check')).toMatchObject({ code: 2, stderr: expect.stringContaining('npx kata start') });
  await run('start');
  await learner.write(app, '// mine\n');
  expect(await run('start')).toMatchObject({ code: 0, stdout: expect.stringContaining('has all its files') });
  expect(await learner.read(app)).toBe('// mine\n');

  await writeFile(join(learner.root, '.kata', 'progress.json'), '{"schema":1,"pres');
  expect(await run('start')).toMatchObject({ code: 0, stderr: expect.stringContaining('cannot be read') });
});
