import { readFile } from 'node:fs/promises';
import { startTypeCheck } from '../grading/type_advice.ts';
import { WorkspaceChecker } from '../grading/workspace_checker.ts';
import type { Io } from '../io.ts';
import { ENDED_BY } from '../loop/ending.ts';
import type { Engine } from '../loop/engine.ts';
import { type Moves, Session } from '../loop/session.ts';
import { renderSpec } from '../loop/spec.ts';
import { onSignals } from '../on_signals.ts';
import type { Home } from '../project.ts';
import { jumpLines } from '../reporters/moves.ts';
import { toPatch } from '../reporters/patch.ts';
import { toTimeline } from '../reporters/timeline.ts';
import { safe } from '../reporters/untrusted.ts';
import { advance, passedTasks, recordPassed, recordRegression } from '../stages/advance.ts';
import { diffOf } from '../stages/diff.ts';
import { nextHint, shownHints } from '../stages/hints.ts';
import { jumpTo } from '../stages/moves.ts';
import { presentOrLast } from '../stages/present.ts';
import { readProgress } from '../stages/progress.ts';
import type { Task } from '../tasks.ts';
import { wantsColor } from './terminal.ts';

const READ = 'Press s to read its spec. Each save is checked.';

export type LoopOptions = {
  tasks: Task[];
  seed: number;
  /** What to tell first, a sentence each. */
  notes: string[];
};

/** The guided loop: checks on each save, until the learner ends it. Gives the exit code. */
export async function loop(io: Io, { tasks, seed, notes }: LoopOptions): Promise<number> {
  const { home, stdin, stdout } = io;
  const ended = Promise.withResolvers<number>();
  const release = onSignals({
    SIGHUP: () => ended.resolve(ENDED_BY.SIGHUP),
    SIGINT: () => ended.resolve(ENDED_BY.SIGINT),
    SIGTERM: () => ended.resolve(ENDED_BY.SIGTERM),
  });
  const checker = await WorkspaceChecker.open({ folder: home.workspace, tasks, seed });
  try {
    const color = wantsColor(io);
    const session = new Session({
      tasks,
      specOf: (number) => `tasks/${tasks[number]?.name}/README.md`,
      folder: home.workspace,
      progress: {
        read: () => ({ present: readProgress(home).present, passed: passedTasks(home) }),
        mark: (number) => recordPassed(home, [number]),
        unmark: (number) => recordRegression(home, number),
      },
      check: (selected) => checker.check(selected),
      types: () => startTypeCheck(home),
      moves: (engine) => movesOf(home, tasks, engine, color),
      notes,
      color,
      stdin,
      stdout,
      end: ended.resolve,
    });
    try {
      await session.start();
      return await ended.promise;
    } finally {
      await session.close();
    }
  } finally {
    await checker.close();
    release();
  }
}

function movesOf(home: Home, tasks: Task[], engine: Engine, color: boolean): Moves {
  const taskOf = (number: number): Task => tasks[Math.min(number, tasks.length - 1)] as Task;
  return {
    hint: (number) => {
      const { hints, left } = nextHint(home, taskOf(number));
      return { shown: hints, left };
    },
    hintsOf: (number) => {
      if (number >= tasks.length) return { shown: [], left: 0 };
      const { hints, left } = shownHints(home, taskOf(number));
      return { shown: hints, left };
    },
    spec: async (number, columns) => renderSpec(await readFile(taskOf(number).spec, 'utf8'), { columns, color }),
    diff: async () => {
      const { files } = await diffOf(home, undefined, tasks);
      if (files.length === 0)
        return [`You have changed nothing since task ${presentOrLast(home, tasks).number} started.`];
      return toPatch(safe(files), { color }).trimEnd().split('\n');
    },
    timeline: (columns) => {
      const { report } = engine.state;
      if (!report) return ['Nothing was checked yet.'];
      const failed = report.tasks.some(({ checks }) => checks.some(({ outcome }) => outcome !== 'passed'));
      if (!failed) return ['No check failed: there is nothing to tell.'];
      return toTimeline(report, { color, width: columns }).trimEnd().split('\n');
    },
    next: async () => {
      const told = await advance(home, tasks);
      return readProgress(home).present < tasks.length ? [...told, READ] : told;
    },
    jump: async (number) => [...jumpLines(await jumpTo(home, taskOf(number), tasks)), READ],
  };
}
