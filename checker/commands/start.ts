import { existsSync } from 'node:fs';
import { EXIT } from '../errors.ts';
import { type Io, print } from '../io.ts';
import type { Home } from '../project.ts';
import { readProgress } from '../stages/progress.ts';
import { rememberStart } from '../stages/starts.ts';
import { setUp } from '../stages/workspace.ts';
import { loadTasks, type Task } from '../tasks.ts';

/** `kata start`: makes the workspace for the present task, or adds the files that are missing in it. */
export async function start(io: Io): Promise<number> {
  const tasks = await loadTasks();
  const { present } = readProgress(io.home);
  const task = tasks.find(({ number }) => number === present);
  print(io, await makeWorkspace(io.home, tasks));
  if (!task) print(io, 'All tasks are done.');
  else
    print(io, `Task ${task.number}: “${task.title}”. Read tasks/${task.name}/README.md, then run \`npx kata check\`.`);
  return EXIT.passed;
}

/** Writes what is missing in the workspace for the present task, and says what was. */
export async function makeWorkspace(home: Home, tasks: Task[]): Promise<string> {
  const { present } = readProgress(home);
  const isNew = !existsSync(home.workspace);
  const written = await setUp(home, tasks, present);
  // A workspace made anew has nothing in common with the one that was remembered.
  if (isNew) await rememberStart(home, present);
  return writtenSentence(written);
}

function writtenSentence(written: string[]): string {
  if (written.length === 0) return 'Your workspace has all its files.';
  if (written.length > 5)
    return `${written.length} files were written to workspace/. Read them: they are the API that you build on.`;
  return `Written to workspace/: ${written.join(', ')}`;
}
