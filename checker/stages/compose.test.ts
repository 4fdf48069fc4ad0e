import { structuredPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { loadTasks } from '../tasks.ts';
import { type FileTree, finishedStage, stageBefore, starterOf } from './compose.ts';

const tasks = await loadTasks();

/** Lines added and removed in each file that differs. */
function diffstat(before: FileTree, after: FileTree): Record<string, string> {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const stats = names.map((name) => [name, changedLines(textOf(before, name), textOf(after, name))] as const);
  return Object.fromEntries(stats.filter(([, stat]) => stat !== '+0 -0'));
}

function textOf(tree: FileTree, name: string): string {
  return tree.get(name)?.toString('utf8') ?? '';
}

function changedLines(before: string, after: string): string {
  const lines = structuredPatch('', '', before, after, '', '', { context: 0 }).hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return `+${count('+')} -${count('-')}`;
}

test('the first stage has these files', async () => {
  expect([...(await stageBefore(0, tasks)).keys()]).toMatchSnapshot();
});

describe.each(tasks)('task $number', (task) => {
  test('changes these lines', async () => {
    const before = await stageBefore(task.number, tasks);
    const after = task === tasks.at(-1) ? await finishedStage() : await stageBefore(task.number + 1, tasks);
    const stat = diffstat(before, after);
    expect(Object.keys(stat).sort()).toEqual([...task.touches, ...task.creates].sort());
    expect(stat).toMatchSnapshot();
  });

  test('its starter is the stage before it, and scaffolds in new files only', async () => {
    const stage = await stageBefore(task.number, tasks);
    const starter = await starterOf(task.number, tasks);
    expect(Object.keys(diffstat(stage, starter)).sort()).toEqual([...task.creates].sort());
  });
});

test('the finished stage has nothing of what the finished server adds', async () => {
  expect([...(await finishedStage()).keys()].filter((name) => /^(server|web)\//.test(name))).toEqual([]);
});
