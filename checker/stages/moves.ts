import { existsSync } from 'node:fs';
import { UserError } from '../errors.ts';
import type { Home } from '../project.ts';
import type { Task } from '../tasks.ts';
import { type FileTree, finishedStage, starterOf } from './compose.ts';
import { presentTask } from './present.ts';
import { updateProgress } from './progress.ts';
import { type Saved, saveWorkspace } from './saved.ts';
import { hasBegun, rememberStart, startOf } from './starts.ts';
import { applyChange, type Change, readWorkspace } from './workspace.ts';

/** What a move did: the present task now, the save of what was there before, and the files by what became of them. */
export type Move = {
  task: Task;
  saved?: Saved;
  written: string[];
  removed: string[];
  /** Files of the learner's own, which no stage has. They stay. */
  kept: string[];
};

/** Goes to the start of a task: the workspace becomes its starter, and the learner's own files stay. No task is passed by it. */
export async function jumpTo(home: Home, task: Task, tasks: Task[]): Promise<Move> {
  const move = await becomeStart(home, task, await starterOf(task.number, tasks), tasks, `jump to task ${task.number}`);
  await rememberStart(home, task.number);
  setPresent(home, task);
  return move;
}

/**
 * Goes back. Without a task: the files of the present one, as they stood at its start, and nothing else. With a task: the
 * whole workspace as it stood at the start of that one, which is then the present one.
 *
 * @throws {UserError} for a task that has not begun: there is nothing to go back to.
 */
export async function resetTo(home: Home, task: Task | undefined, tasks: Task[]): Promise<Move> {
  if (!existsSync(home.workspace)) throw new UserError('There is no workspace yet. Run `npx kata start` to make it.');
  if (!task) return resetPresent(home, tasks);
  if (!(await hasBegun(home, task)))
    throw new UserError(
      `You have not begun task ${task.number} yet, so there is nothing to go back to. To skip ahead, run \`npx kata jump ${task.number}\`.`,
    );
  const move = await becomeStart(home, task, await startOf(home, task, tasks), tasks, `reset to task ${task.number}`);
  setPresent(home, task);
  return move;
}

async function resetPresent(home: Home, tasks: Task[]): Promise<Move> {
  const task = presentTask(home, tasks, 'reset');
  const start = await startOf(home, task, tasks);
  const own = new Set([...task.touches, ...task.creates]);
  const target = new Map([...start].filter(([name]) => own.has(name)));
  const move = await change(home, target, (name) => own.has(name), 'reset');
  // All other files stay, whoever wrote them: that is no news.
  return { task, ...move, kept: [] };
}

async function becomeStart(home: Home, task: Task, target: FileTree, tasks: Task[], reason: string): Promise<Move> {
  const ours = await stageFiles(tasks);
  return { task, ...(await change(home, target, (name) => ours.has(name), reason)) };
}

/** Brings the workspace to `target`, after saving it. Files that `target` lacks go where `mayGo` says so, else they stay. */
async function change(
  home: Home,
  target: FileTree,
  mayGo: (name: string) => boolean,
  reason: string,
): Promise<Omit<Move, 'task'>> {
  const current = await readWorkspace(home);
  const extra = [...current.keys()].filter((name) => !target.has(name));
  const plan: Change = {
    write: new Map([...target].filter(([name, content]) => !current.get(name)?.equals(content))),
    remove: extra.filter(mayGo),
  };
  const overwrites = [...plan.write.keys(), ...plan.remove].some((name) => current.has(name));
  const saved = overwrites ? await saveWorkspace(home, reason) : undefined;
  await applyChange(home.workspace, plan);
  return {
    ...(saved && { saved }),
    written: [...plan.write.keys()],
    removed: plan.remove,
    kept: extra.filter((name) => !mayGo(name)),
  };
}

/** The names of all files that any stage has. */
async function stageFiles(tasks: Task[]): Promise<Set<string>> {
  const first = await starterOf(0, tasks);
  return new Set([...first.keys(), ...(await finishedStage()).keys(), ...tasks.flatMap(({ creates }) => creates)]);
}

function setPresent(home: Home, { number }: Task): void {
  updateProgress(home, (progress) => ({ ...progress, present: number }));
}
