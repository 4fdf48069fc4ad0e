import { expect, test } from 'vitest';
import { rememberingJudge } from '../e2e/verdict_memory.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { loadTasks } from '../tasks.ts';
import { explained } from './explained.ts';
import { generateMutants } from './generate.ts';
import { judgeGenerated, judgeMistake } from './judge_mutants.ts';
import { isMistake } from './mutant.ts';
import { survivors } from './tally.ts';

/** Of the generated mutants each sixth is judged here, and all of them with `KATA_LONG=1`, as by `npm run mutants`. */
const EVERY = process.env.KATA_LONG ? 1 : 6;

const tasks = await loadTasks();
const judge = rememberingJudge;

test('no generated mutant lives but those that are explained, and none is killed that is no mistake', {
  tags: 'long',
}, async () => {
  const { server, mutants } = await generateMutants(tasks);
  const wanted = mutants.filter((_, index) => index % EVERY === 0);
  const judged = await judgeGenerated(wanted, { server, judge, tasks, done: () => {} });
  expect(survivors(judged).filter(({ explanation }) => !explanation)).toEqual([]);
  expect(judged.filter((mutant) => mutant.killedBy && !isMistake(mutant))).toEqual([]);
});

test('each explanation fits a mutant, and each mutant has the task that brought its lines', async () => {
  const { mutants } = await generateMutants(tasks);
  const known = new Set(mutants.map(keyOf));
  expect(explained.filter((entry) => !known.has(keyOf(entry)))).toEqual([]);
  for (const { task, change } of mutants) {
    expect(change).toContain('\n+');
    expect(task === null || tasks.some(({ number }) => number === task)).toBe(true);
  }
});

test('a mistake that no check of its task sees is told as one that lives, or as killed too late', {
  tags: 'long',
}, async () => {
  const [mistake] = mistakes.filter(({ task }) => task === 8);
  if (!mistake) throw new Error('There is no mistake of task 8.');
  const before = tasks.filter(({ number }) => number < 8);
  expect((await judgeMistake({ ...mistake, task: 7 }, { judge, tasks: before })).killedBy).toBeNull();
  expect((await judgeMistake({ ...mistake, task: 7 }, { judge, tasks })).killedBy?.task).toBeGreaterThanOrEqual(8);
  expect((await judgeMistake(mistake, { judge, tasks })).killedBy?.task).toBe(8);
});

function keyOf({ file, original, changed }: { file: string; original: string; changed: string }): string {
  return [file, original, changed].join('\n');
}
