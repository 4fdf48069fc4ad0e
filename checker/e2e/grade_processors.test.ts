// @module-tag long
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { processorsOf } from '../grading/batch/processors.ts';
import { processTree, procFile } from '../sandbox/process_tree.ts';
import { emptyClass, GRADE, startKata } from './graded.ts';

const cores = availableParallelism();

/** More jobs than this cannot be asked for. */
const MOST_JOBS = 64;

test.runIf(processorsOf(cores).length > 1 && cores <= MOST_JOBS).each([
  ['as many submissions as processors: each job stays on its own', cores, processorsOf(cores)],
  ['fewer submissions: no job is kept anywhere', cores - 1, []],
])('%s', async (_what, submissions, expected) => {
  await using made = await emptyClass();
  // None of them loads: they are judged fast.
  for (let number = 0; number < submissions; number += 1) {
    const folder = made.at('class', `learner-${number}`);
    await mkdir(folder);
    await writeFile(`${folder}/app.ts`, `throw new Error('${number}');\n`);
  }
  const child = startKata([...GRADE, made.class, '--out', made.out, '--jobs', String(cores)]);
  const ended = once(child, 'exit');
  const seen = new Set<string>();
  while (child.exitCode === null && child.signalCode === null) {
    for (const id of jobsOf(child.pid as number)) seen.add(allowedTo(id));
    await Promise.race([ended, sleep(20)]);
  }
  expect(child.exitCode).toBe(1);
  expect(seen.size).toBeGreaterThan(0);
  // `taskset` itself is still where the grader is.
  const alone = [...seen].filter((list) => /^\d+$/.test(list)).map(Number);
  expect(alone.toSorted((one, other) => one - other)).toEqual(expected);
});

function jobsOf(grader: number): number[] {
  return processTree(grader).filter((id) => procFile(id, 'cmdline').includes('batch/job.ts'));
}

function allowedTo(id: number): string {
  return /^Cpus_allowed_list:\s*(.+)$/m.exec(procFile(id, 'status'))?.[1] ?? '';
}
