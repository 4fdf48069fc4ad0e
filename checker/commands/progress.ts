import { EXIT } from '../errors.ts';
import { toProgress } from '../reporters/progress.ts';
import { overviewOf } from '../stages/overview.ts';
import { loadTasks } from '../tasks.ts';
import { wantsColor } from './color.ts';

/** `kata progress`: the tasks with their state, and how far the learner is. */
export async function progress(): Promise<number> {
  const overview = overviewOf(await loadTasks());
  process.stdout.write(toProgress(overview, { color: wantsColor(process.stdout) }));
  return EXIT.passed;
}
