import { EXIT } from '../errors.ts';
import { type Io, warn } from '../io.ts';
import { toPatch } from '../reporters/patch.ts';
import { safe } from '../reporters/untrusted.ts';
import { diffOf } from '../stages/diff.ts';
import { loadTasks } from '../tasks.ts';
import { maybeTask } from './one_task.ts';
import { wantsColor } from './terminal.ts';

/** `kata diff [N]`: what the learner has changed since a task started. With no change, stdout stays empty. */
export async function diff(io: Io, number?: string): Promise<number> {
  const tasks = await loadTasks();
  const { task, files } = await diffOf(io.home, maybeTask(tasks, number), tasks);
  if (files.length === 0) warn(io, `You have changed nothing since task ${task.number} started.`);
  // `git apply` takes what goes into a file; a person looks at what goes to a terminal.
  io.stdout.write(toPatch(io.stdout.isTTY ? safe(files) : files, { color: wantsColor(io) }));
  return EXIT.passed;
}
