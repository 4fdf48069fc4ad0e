import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CLASS } from '../../reporters/class_fixture.ts';
import { loadTasks } from '../../tasks.ts';
import { ClassFolder, type RunHead } from './class_folder.ts';
import { gradedClass } from './graded_class.ts';
import { NO_POLICY } from './policy.ts';

test('what learners have in common is in memory once, and nothing of it is lost', async () => {
  const [model] = CLASS.learners.filter(({ result }) => result.report);
  if (!model?.result.report) throw new Error('The class has no report.');
  await using place = await mkdtempDisposable(join(tmpdir(), 'class-'));
  const names = ['ann', 'bob'];
  const sources = names.map((name) => ({ name, fileName: name, path: Buffer.from(join(place.path, name)) }));
  const head: RunHead = { kata: '1.2.3', checks: 'f00d', seed: 1, sandbox: 'basic', sources: [] };
  const folder = await ClassFolder.create(join(place.path, 'out'), 'out', head, sources);
  for (const name of names) await folder.keep(name, { ...model.result, name });

  const { learners } = await gradedClass(folder, await loadTasks(), NO_POLICY);
  const [ann = [], bob = []] = learners.map(({ result }) => result.report?.tasks ?? []);
  expect(ann.length).toBeGreaterThan(0);
  for (const [index, task] of ann.entries()) {
    expect(task.checks.length).toBeGreaterThan(0);
    for (const [place, check] of task.checks.entries()) expect(bob[index]?.checks[place]).toBe(check);
    expect(bob[index]?.requirements).toBe(task.requirements);
  }
  const titles = (tasks: typeof ann) => tasks.map(({ checks }) => checks.map(({ title, outcome }) => [title, outcome]));
  expect(titles(ann)).toEqual(titles(model.result.report.tasks));
});
