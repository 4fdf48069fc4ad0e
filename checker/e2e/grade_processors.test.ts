import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { processorsOf } from '../grading/batch/processors.ts';
import { processTree, procFile } from '../sandbox/process_tree.ts';
import { classOfFour, startKata } from './graded.ts';

const cores = availableParallelism();

test.runIf(processorsOf(cores).length > 1)('with a job for each processor, each stays on its own', async () => {
  await using made = await classOfFour();
  const child = startKata(['grade', made.class, '--out', made.out, '--jobs', String(cores)]);
  const ended = once(child, 'exit');
  const seen = new Set<string>();
  while (child.exitCode === null && child.signalCode === null) {
    for (const id of jobsOf(child.pid as number)) seen.add(allowedTo(id));
    await Promise.race([ended, sleep(20)]);
  }
  seen.delete('');
  // Four submissions have work for four jobs at the most. `taskset` itself is still where the grader is.
  const alone = [...seen].filter((list) => /^\d+$/.test(list)).map(Number);
  const expected = processorsOf(cores).slice(0, 4);
  expect(alone.toSorted((one, other) => one - other)).toEqual(expected);
  expect(child.exitCode).toBe(0);
});

function jobsOf(grader: number): number[] {
  return processTree(grader).filter((id) => procFile(id, 'cmdline').includes('batch/job.ts'));
}

function allowedTo(id: number): string {
  return /^Cpus_allowed_list:\s*(.+)$/m.exec(procFile(id, 'status'))?.[1] ?? '';
}
