import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import type { Machine } from '../grading/fingerprint.ts';
import type { Judged } from '../grading/lanes.ts';
import { PROJECT } from '../project.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { projectCopy } from './project_copy.ts';
import { VerdictKeys } from './verdict_key.ts';

const tasks = await loadTasks();
const [two, seven] = [tasks[2], tasks[7]] as [Task, Task];
const MACHINE: Machine = { runtime: 'v26 linux', sandbox: (level) => `${level} 1.0` };

/** Files of the project, and the tasks (of 2 and 7) whose verdicts may be others when one of them changes. */
const FILES: [string, number[]][] = [
  [`tasks/${seven.name}/checks.test.ts`, [7]],
  [`tasks/${seven.name}/task.ts`, [7]],
  [`tasks/${seven.name}/README.md`, [7]],
  // A later task may quote its requirements.
  [`tasks/${two.name}/README.md`, [2, 7]],
  [`tasks/${seven.name}/starter/api/v1/views/index.ts`, [2, 7]],
  ['solutions/models/base.ts', [2, 7]],
  ['package-lock.json', [2, 7]],
  ['tsconfig.json', [2, 7]],
  ['checker/grading/build_report.ts', [2, 7]],
  ['checker/harness/judge.ts', [2, 7]],
  ['checker/harness/rules.ts', [2, 7]],
  ['checker/harness/stub/main.ts', [2, 7]],
  ['checker/harness/compiler/main.mjs', [2, 7]],
  ['checker/harness/rehearsal/server.ts', [2, 7]],
  ['checker/sandbox/bubblewrap.ts', [2, 7]],
  ['checker/reporters/terminal.ts', []],
  ['checker/commands/check.ts', []],
  ['checker/sandbox/hostile/reading.ts', []],
  ['solutions/server/log.ts', []],
];

test('each file on which a verdict depends is a part of its key, and no other file is', async () => {
  await using made = await submission();
  await using project = await projectCopy();
  const { folder } = made;
  const found = await VerdictKeys.of(project.root, tasks, { machine: MACHINE });
  const keys = () => found.keysOf({ folder, level: 'basic', tasks: [two, seven] });
  let before = await keys();
  expect(await keys()).toEqual(before);
  for (const [file, reached] of FILES) {
    await appendFile(join(project.root, file), '\n');
    const after = await keys();
    const changed = [2, 7].filter((_, index) => after[index] !== before[index]);
    expect([file, changed]).toEqual([file, reached]);
    before = after;
  }
});

test('so are the submission, what is set for it, the level, the seed, the runtime and the sandbox', async () => {
  await using made = await submission();
  const { folder } = made;
  const keyWith = async (
    { seed = 1, ...machine }: Partial<Machine> & { seed?: number } = {},
    judged: Partial<Judged> = {},
  ) =>
    (await VerdictKeys.of(PROJECT.root, tasks, { seed, machine: { ...MACHINE, ...machine } })).keysOf({
      folder,
      level: 'basic',
      tasks: [two],
      ...judged,
    });
  const all = [
    await keyWith(),
    await keyWith({ seed: 2 }),
    await keyWith({ runtime: 'v24 linux' }),
    await keyWith({ sandbox: (level) => `${level} 1.1` }),
    await keyWith({}, { level: 'none' }),
    await keyWith({}, { environment: { MUTANT: '1' } }),
    await keyWith({}, { environment: { MUTANT: '2' } }),
  ];
  await writeFile(join(folder, 'notes.ts'), '');
  all.push(await keyWith());
  await writeFile(join(folder, 'notes.ts'), 'x');
  all.push(await keyWith());
  expect(new Set(all.flat()).size).toBe(all.length);
  expect(await keyWith()).toEqual(all.at(-1));
});
