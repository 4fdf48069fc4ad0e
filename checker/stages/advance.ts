import type { Task } from '../tasks.ts';
import { readProgress, writeProgress } from './progress.ts';
import { setUp } from './workspace.ts';

/** All tasks up to the present one are passed: goes on to the next. Gives what to tell the learner, a sentence a line. */
export async function advance(tasks: Task[]): Promise<string[]> {
  const { present } = readProgress();
  const next = tasks.find(({ number }) => number === present + 1);
  if (present < tasks.length) writeProgress({ schema: 1, present: present + 1 });
  if (!next) return ['All tasks are done. Your server does what the finished one does.'];
  const written = await setUp(tasks, next.number);
  const added = written.length > 0 ? [`New in workspace/: ${written.join(', ')}`] : [];
  return [
    `Task ${present} is done. Next: task ${next.number}, “${next.title}”.`,
    ...added,
    `Read tasks/${next.name}/README.md, then run \`npx kata check\`.`,
  ];
}
