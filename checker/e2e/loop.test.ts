import { describe, expect, test } from 'vitest';
import { type FileTree, finishedStage, stageBefore } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { type Learner, learnerWithProgram } from './learner.ts';
import { missingPart } from './system_parts.ts';
import { Terminal } from './tmux.ts';

const tasks = await loadTasks();
const SETTLED = [{ without: 'checking …' }, { without: 'are being checked' }];
const RED = ['✗ not passed yet', ...SETTLED];
const GREEN = ['✓ passed', ...SETTLED];

describe.runIf(missingPart('terminal') === undefined)('the guided loop in a terminal', () => {
  test('a learner solves three tasks, looks around, jumps, resets, quits, and finds everything as it was', async () => {
    await using learner = await learnerWithProgram();
    await using terminal = await Terminal.open(learner.root);
    const golden = (screen: string, name: string) => expect(masked(screen)).toMatchSnapshot(name);

    await terminal.type('npm run kata -- --seed 1');
    golden(await terminal.shows('Task 0 ·', ...RED), 'first start');
    await terminal.press('Down', 'Down', 'PageDown', 'End');
    golden(await terminal.shows('this is the end'), 'scrolled to the end');
    await solve(learner, 0);
    golden(await terminal.shows(...GREEN), 'task 0 passed');
    await terminal.press('d');
    golden(await terminal.shows('What you changed since this task began'), 'diff');
    await terminal.press('Escape', 'n');
    golden(await terminal.shows('Task 1 ·', ...RED), 'task 1 begins');

    await terminal.press('h', 'h', 'h');
    golden(await terminal.shows('Hint 3:'), 'three hints');
    await terminal.press('t');
    golden(await terminal.shows('The timeline of what failed'), 'timeline');
    await terminal.press('q', 's', 'PageDown');
    golden(await terminal.shows('The spec', /line (?!1 )\d+ of/), 'spec, second page');
    await terminal.press('Escape');
    await solve(learner, 1);
    await terminal.shows('Task 1 ·', ...GREEN);
    await terminal.press('n');
    await terminal.shows('Task 2 ·', ...RED);
    await solve(learner, 2);
    await terminal.shows('Task 2 ·', ...GREEN);
    await terminal.press('n');
    await terminal.shows('Task 3 ·', ...RED);

    await terminal.press('l', 'Down', 'Down', 'Enter');
    golden(await terminal.shows('Jump to the start of task 5?'), 'list');
    await terminal.press('Enter');
    golden(await terminal.shows('Task 5 ·', ...RED), 'jumped to task 5');
    const start = await learner.files();
    await learner.append('api/v1/app.ts', '// mine\n');
    await terminal.shows({ without: 'What was there is saved' }, ...RED);
    await terminal.press('d');
    await terminal.shows('+// mine');
    await terminal.press('Escape');
    expect((await learner.run('reset')).code).toBe(0);
    expect(await learner.files()).toEqual(start);
    await terminal.shows('Task 5 ·', ...RED);
    await terminal.press('d');
    await terminal.shows('You have changed nothing since task 5 started.');
    await terminal.press('Escape');
    const left = await terminal.shows('Task 5 ·', ...RED);

    await terminal.resize(60, 24);
    golden(await terminal.shows('Task 5 ·', ...RED), 'sixty columns');
    await terminal.resize(80, 30);
    await terminal.shows('Task 5 ·', ...RED);
    await terminal.press('q');
    golden(await terminal.shows(/\n\$$/), 'after the end');
    await terminal.type('clear; npm run --silent kata -- --seed 1');
    expect(picture(await terminal.shows('Task 5 ·', ...RED))).toBe(picture(left));
    expect(await learner.state()).toMatchObject({ present: 5, passed: [0, 1, 2], hints: { 1: 3 } });
    await terminal.press('q');
    await terminal.shows(/\n\$$/);
    await expect.poll(() => terminal.processes(), { timeout: 5000 }).toEqual([]);
  });

  test('after the last task there is an end, and a way back', { tags: 'long' }, async () => {
    await using learner = await learnerWithProgram();
    await learner.run('jump', '10');
    await using terminal = await Terminal.open(learner.root);
    await terminal.type('npm run --silent kata -- --seed 1');
    // Ten tasks are checked behind it: nobody has to wait for them.
    await terminal.shows('Task 10 ·', '✗ not passed yet');
    await solve(learner, 10);
    await terminal.shows('it was the last task');
    await terminal.press('n');
    const end = await terminal.shows('You are at the end of the course.');
    expect(end).toContain('Not passed: tasks 0, 1, 2, 3, 4, 5, 6, 7, 8, 9.');
    expect(end).not.toContain('h hint');
    await terminal.press('l', 'Home', 'Enter', 'Enter');
    await terminal.shows('Task 0 ·', ...RED);
    await terminal.press('q');
    expect(await learner.state()).toMatchObject({ present: 0, passed: [10] });
  });
});

/** Saves the reference's files of a task, as an editor would. */
async function solve(learner: Learner, number: number): Promise<void> {
  const task = tasks[number] as (typeof tasks)[number];
  const stage: FileTree = number + 1 < tasks.length ? await stageBefore(number + 1, tasks) : await finishedStage();
  for (const name of [...task.touches, ...task.creates]) await learner.write(name, String(stage.get(name)));
}

/** The screen without what npm prints before, without the name of a save, and without the number of files of the base. */
function masked(screen: string): string {
  return picture(screen)
    .replaceAll(/\d{4}-\d\d-\d\d[\w-]*/g, '<save>')
    .replace(/^\d+ files/m, '<n> files');
}

function picture(screen: string): string {
  return screen.replace(/^[\s\S]*> node checker\/kata\.mjs --seed 1\n+/, '');
}
