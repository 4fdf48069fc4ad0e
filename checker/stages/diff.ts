import { createTwoFilesPatch } from 'diff';
import { UserError } from '../errors.ts';
import type { Home } from '../project.ts';
import type { Task } from '../tasks.ts';
import { type FileTree, finishedStage, stageBefore, starterOf } from './compose.ts';
import { presentOrLast } from './present.ts';
import { readProgress } from './progress.ts';
import { hasBegun, startOf } from './starts.ts';
import { readWorkspace } from './workspace.ts';

/** How one file differs: the lines of a unified diff, with its two lines of names. */
export type FileDiff = { name: string; lines: string[] };

export type WorkspaceDiff = { task: Task; files: FileDiff[] };

/**
 * What the learner has done since a task started; without a task, since the present one did (the last one, where all are
 * done).
 *
 * @throws {UserError} for a task that has not begun: its start would show the solution of the tasks before.
 */
export async function diffOf(home: Home, task: Task | undefined, tasks: Task[]): Promise<WorkspaceDiff> {
  const since = task ?? presentOrLast(home, tasks);
  if (!(await hasBegun(home, since)))
    throw new UserError(`You have not begun task ${since.number} yet. \`npx kata diff\` shows the present task.`);
  const workspace = await readWorkspace(home);
  if (workspace.size === 0) throw new UserError('There is no workspace yet. Run `npx kata start` to make it.');
  return { task: since, files: diffTrees(await startOf(home, since, tasks), workspace) };
}

/**
 * What the reference changes in a task, from its starter to the stage after it.
 *
 * @throws {UserError} where the task is not passed, unless `spoil` is set.
 */
export async function solutionOf(
  home: Home,
  task: Task,
  tasks: Task[],
  { spoil }: { spoil: boolean },
): Promise<FileDiff[]> {
  const { number } = task;
  if (!spoil && !readProgress(home).passed.includes(number))
    throw new UserError(
      `You have not passed task ${number} yet. Try \`npx kata hint ${number}\`; to see the solution all the same, run \`npx kata solution ${number} --spoil\`.`,
    );
  const isLast = number === tasks.length - 1;
  return diffTrees(
    await starterOf(number, tasks),
    isLast ? await finishedStage() : await stageBefore(number + 1, tasks),
  );
}

/** The files that differ. Line ends do not count: an editor on Windows may write them as CRLF. */
export function diffTrees(before: FileTree, after: FileTree): FileDiff[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const lines = diffFile(name, before.get(name), after.get(name));
    return lines.length > 0 ? [{ name, lines }] : [];
  });
}

function diffFile(name: string, before: Buffer | undefined, after: Buffer | undefined): string[] {
  const heads = [before ? `a/${name}` : '/dev/null', after ? `b/${name}` : '/dev/null'] as const;
  if ([before, after].some((content) => content?.includes(0)))
    return before && after && before.equals(after) ? [] : [`Binary files ${heads[0]} and ${heads[1]} differ`];
  const [old, now] = [textOf(before), textOf(after)];
  if (old === now && before && after) return [];
  const patch = createTwoFilesPatch(...heads, old, now, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '').replace(/\n$/, '').split('\n');
}

function textOf(content: Buffer | undefined): string {
  return (content?.toString('utf8') ?? '').replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}
