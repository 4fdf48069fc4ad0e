import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkspaceChecker } from '../grading/workspace_checker.ts';
import { Engine, type LoopState } from '../loop/engine.ts';
import { watchFolder } from '../loop/watch.ts';
import { stageBefore } from '../stages/compose.ts';
import { writeMissing } from '../stages/workspace.ts';
import { loadTasks } from '../tasks.ts';
import { compare, type Row, type Work } from './measure.ts';

/** The task that is checked. Two are before it: they are checked in the background, as a learner has it. */
const PRESENT = 2;
const SAVED = 'api/v1/auth/session_auth.ts';
const RUNS = 15;
const NOTHING: Work = { name: 'nothing', run: () => 0 };

/** From save to verdict, and to the start of the run, in what the guided loop is made of; the screen is left out. */
export async function loop(emptyVitest: Work): Promise<Row[]> {
  const tasks = await loadTasks();
  await using folder = await mkdtempDisposable(join(tmpdir(), 'kata-bench-'));
  await writeMissing(folder.path, await stageBefore(PRESENT + 1, tasks));
  const checker = await WorkspaceChecker.open({ folder: folder.path, tasks, seed: 1 });
  const listeners = new Set<(state: LoopState) => void>();
  const passed = new Set<number>();
  const engine = new Engine({
    tasks,
    progress: {
      read: () => ({ present: PRESENT, passed: [...passed] }),
      mark: (task) => passed.add(task),
      unmark: (task) => passed.delete(task),
    },
    check: (selected) => checker.check(selected),
    // What types say comes after the verdict.
    types: () => ({ within: () => Promise.resolve([]), end: () => {} }),
    changed: (state) => listeners.forEach((listener) => void listener(state)),
  });
  const until = (reached: (state: LoopState) => boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = (state: LoopState) => (reached(state) ? resolve() : undefined);
    listeners.add(listener);
    return promise.finally(() => listeners.delete(listener));
  };
  const unwatch = await watchFolder(folder.path, { saved: () => engine.saved(), missed: () => {} });
  const path = join(folder.path, SAVED);
  const source = await readFile(path, 'utf8');
  let saves = 0;
  const timed = (name: string, reached: (state: LoopState, before: LoopState) => boolean): Work => ({
    name,
    run: async () => {
      const before = engine.state;
      const done = until((state) => reached(state, before));
      const idle = until((state) => state.checking === undefined && state.report !== before.report);
      saves += 1;
      const started = performance.now();
      await writeFile(path, `${source}// ${saves} ${Math.random()}\n`);
      await done;
      const milliseconds = performance.now() - started;
      await idle;
      if (!passed.has(PRESENT)) throw new Error(`Task ${PRESENT} does not pass in the loop: ${engine.state.fault}`);
      return milliseconds;
    },
  });
  try {
    const first = until((state) => state.checking === undefined && state.report !== undefined);
    engine.run();
    await first;
    const start = timed('the loop: save to start of the run', ({ checking }) => checking === 'present');
    const verdict = timed('the loop: save to verdict', ({ report }, before) => report !== before.report);
    return [
      await compare(start, NOTHING, { runs: RUNS, bar: { milliseconds: 150 } }),
      await compare(verdict, emptyVitest, { runs: RUNS, bar: { ratio: 0.9 } }),
    ];
  } finally {
    engine.end();
    await unwatch();
    await checker.close();
  }
}
