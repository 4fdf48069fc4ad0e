import { EXIT } from '../errors.ts';
import type { Io } from '../io.ts';
import { toProgress } from '../reporters/progress.ts';
import { overviewOf } from '../stages/overview.ts';
import { loadTasks } from '../tasks.ts';
import { wantsColor } from './terminal.ts';

/** `kata progress`: the tasks with their state, and how far the learner is. */
export async function progress(io: Io): Promise<number> {
  const overview = overviewOf(io.home, await loadTasks());
  io.stdout.write(toProgress(overview, { color: wantsColor(io) }));
  return EXIT.passed;
}
