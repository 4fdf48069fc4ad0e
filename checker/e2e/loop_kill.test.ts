// @module-tag long
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { stageBefore, starterOf } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { learnerWithProgram } from './learner.ts';
import { missingPart } from './system_parts.ts';
import { Terminal } from './tmux.ts';

/** So many kills in the suite; KATA_KILLS asks for more. */
const KILLS = Number(process.env.KATA_KILLS ?? 3);

/** Milliseconds from the first verdict in which the loop is killed: saves, hints and a move fall into them. */
const SPAN = 3000;

const DRAFT = /\.kata-draft-[0-9a-f]{12}$/;

const tasks = await loadTasks();

test.runIf(missingPart('terminal') === undefined)(
  'kill -9 of the loop at any moment: the state is readable, the workspace is what the learner wrote, and it starts again',
  { timeout: 60_000 + KILLS * 60_000 },
  async () => {
    for (let kill = 0; kill < KILLS; kill += 1) await killOnce(randomInt(SPAN), `kill ${kill + 1}`);
  },
);

async function killOnce(milliseconds: number, name: string): Promise<void> {
  await using learner = await learnerWithProgram();
  await using terminal = await Terminal.open(learner.root);
  await terminal.type('node checker/kata.mjs --seed 1; echo "code $?"');
  await terminal.shows('Task 0 ·', '✗ not passed yet');
  // Every second time the task is about to be passed, and `n` to be pressed.
  const solves = randomInt(2) === 0;
  const expected = await learner.files();
  const write = async (path: string, content: string) => {
    await learner.write(path, content);
    expected.set(path, Buffer.from(content));
  };
  const killed = sleep(milliseconds).then(() => killLoop(terminal));
  await write('notes.txt', `mine, ${name}\n`);
  await terminal.press('h');
  const stage = await stageBefore(1, tasks);
  for (const path of tasks[0]?.touches ?? [])
    await write(path, solves ? String(stage.get(path)) : `${await learner.read(path)}// mine, ${name}\n`);
  for (let press = 0; press < 5; press += 1) {
    await terminal.press('n', 'h');
    await sleep(randomInt(400));
  }
  await killed;
  const where = `${name}, after ${milliseconds} ms`;
  await expect.poll(() => terminal.processes(), { timeout: 10_000, message: where }).toEqual([]);

  const after = await learner.files();
  for (const [path, content] of expected) expect(String(after.get(path)), `${where}: ${path}`).toBe(String(content));
  // What came with the next task is as its starter has it.
  const starter = await starterOf(1, tasks);
  for (const [path, content] of after)
    if (!expected.has(path) && !DRAFT.test(path))
      expect(String(content), `${where}: ${path}`).toBe(String(starter.get(path)));
  const progress = await learner.run('progress');
  expect(progress, where).toMatchObject({ code: 0, stderr: '' });
  expect(progress.stdout, where).toContain('you are here');

  // As in a new window: a terminal whose program was killed stays in its mode.
  await using again = await Terminal.open(learner.root);
  await again.type('node checker/kata.mjs --seed 1; echo "code $?"');
  await again.shows(/Task [01] ·/, /[✗✓] (?:not passed yet|passed)/);
  await again.press('q');
  await again.shows('code 0');
}

async function killLoop(terminal: Terminal): Promise<void> {
  const loop = (await terminal.processes()).find(({ command }) => command.includes('checker/kata.mjs'));
  process.kill(loop?.id as number, 'SIGKILL');
}
