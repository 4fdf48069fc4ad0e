import { readFile } from 'node:fs/promises';
import { checkWith } from '../grading/check_submission.ts';
import type { Report } from '../grading/report.ts';
import { CheckRunner } from '../grading/run_checks.ts';
import { Workbench } from '../grading/workbench.ts';
import { hasEntry } from '../harness/compile.ts';
import { ENTRY_MODULE } from '../harness/rules.ts';
import { stopAll } from '../harness/spare.ts';
import type { Engine } from '../loop/engine.ts';
import { type Moves, runSession } from '../loop/session.ts';
import { renderSpec } from '../loop/spec.ts';
import { PROJECT } from '../project.ts';
import { jumpLines } from '../reporters/moves.ts';
import { toPatch } from '../reporters/patch.ts';
import { toTimeline } from '../reporters/timeline.ts';
import { advance, passedTasks, recordPassed, recordRegression } from '../stages/advance.ts';
import { diffOf } from '../stages/diff.ts';
import { nextHint, shownHints } from '../stages/hints.ts';
import { jumpTo } from '../stages/moves.ts';
import { presentOrLast } from '../stages/present.ts';
import { readProgress } from '../stages/progress.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { wantsColor } from './color.ts';

const READ = 'Press s to read its spec. Each save is checked.';

/** The guided loop: checks on each save, until the learner ends it. */
export async function loop(seed: number): Promise<void> {
  const tasks = await loadTasks();
  const workbench = await Workbench.open();
  const runner = CheckRunner.start(tasks.map(({ checks }) => checks));
  const { stdin, stdout } = process;
  const color = wantsColor(stdout);
  try {
    await runSession({
      tasks,
      specOf: (number) => `tasks/${tasks[number]?.name}/README.md`,
      folder: PROJECT.workspace,
      progress: {
        read: () => ({ present: readProgress().present, passed: passedTasks() }),
        mark: (number) => recordPassed([number]),
        unmark: recordRegression,
      },
      check: async (selected) => judge(await runner, selected, workbench, seed),
      moves: (engine) => movesOf(tasks, engine, color),
      color,
      stdin,
      stdout,
    });
  } finally {
    await stopAll();
    await (await runner).close();
    await workbench.close();
  }
}

async function judge(runner: CheckRunner, tasks: Task[], workbench: Workbench, seed: number): Promise<Report> {
  const folder = PROJECT.workspace;
  if (!hasEntry(folder))
    throw new Error(`Your workspace has no ${ENTRY_MODULE}. Put it back, or run \`npx kata start\`.`);
  const { report, errors } = await checkWith(runner, { folder, tasks, seed, level: 'basic', workbench });
  if (errors[0] !== undefined) throw new Error(errors[0].split('\n')[0]);
  return report;
}

function movesOf(tasks: Task[], engine: Engine, color: boolean): Moves {
  const taskOf = (number: number): Task => tasks[Math.min(number, tasks.length - 1)] as Task;
  return {
    hint: (number) => {
      const { hints, left } = nextHint(taskOf(number));
      return { shown: hints, left };
    },
    hintsOf: (number) => {
      const { hints, left } = shownHints(taskOf(number));
      return { shown: hints, left };
    },
    spec: async (number, columns) => renderSpec(await readFile(taskOf(number).spec, 'utf8'), { columns, color }),
    diff: async () => {
      const { files } = await diffOf(undefined, tasks);
      if (files.length === 0) return [`You have changed nothing since task ${presentOrLast(tasks).number} started.`];
      return toPatch(files, { color }).trimEnd().split('\n');
    },
    timeline: (columns) => {
      const { report } = engine.state;
      if (!report) return ['Nothing was checked yet.'];
      return toTimeline(report, { color, width: columns }).trimEnd().split('\n');
    },
    next: async () => [...(await advance(tasks)), READ],
    jump: async (number) => [...jumpLines(await jumpTo(taskOf(number), tasks)), READ],
  };
}
