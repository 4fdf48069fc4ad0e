import { mkdtempDisposable, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSubmission } from '../harness/compile.ts';
import { LearnerProcess } from '../harness/learner_process.ts';
import { LIMITS } from '../harness/limits.ts';
import { ENTRY_MODULE } from '../harness/rules.ts';
import { stubBundle } from '../harness/stub_bundle.ts';
import { PROJECT } from '../project.ts';
import { sandboxOf, strongAvailability } from '../sandbox/available.ts';
import type { Sandbox } from '../sandbox/level.ts';
import { newScratch } from '../sandbox/scratch.ts';
import { compare, type Row } from './measure.ts';

const RUNS = 50;

/** What the sandboxes add to the start of a learner's server: from spawn until the finished server is loaded. */
export async function starts(): Promise<Row[]> {
  const files = {
    stub: await stubBundle(),
    submission: (await compileSubmission(PROJECT.solutions, { level: 'none' })).root,
    packages: await realpath(join(PROJECT.root, 'node_modules')),
  };
  const work = (name: string, sandbox: Sandbox) => ({
    name,
    run: async () => {
      await using folder = await mkdtempDisposable(join(tmpdir(), 'kata-bench-'));
      await using scratch = await newScratch(folder.path, sandbox);
      return await timeStart({ ...sandbox, ...files, scratch: scratch.path });
    },
  });
  const plain = work('unconfined start', { level: 'none' });
  const bar = { milliseconds: 25 };
  const rows = [await compare(work('start at basic', { level: 'basic' }), plain, { runs: RUNS, bar })];
  if (strongAvailability().available) {
    rows.push(await compare(work('start at strong', sandboxOf('strong')), plain, { runs: RUNS, bar }));
  }
  return rows;
}

async function timeStart(options: ConstructorParameters<typeof LearnerProcess>[0]): Promise<number> {
  const started = performance.now();
  const learner = new LearnerProcess(options);
  await learner.warm;
  const { submission: root } = learner;
  const environment = { DATABASE_URL: 'sqlite::memory:' };
  await learner.request(
    { do: 'load', instance: 0, root, entry: ENTRY_MODULE, environment, now: 0, fakeTimers: false },
    LIMITS.startUp,
  );
  const milliseconds = performance.now() - started;
  await learner.kill();
  return milliseconds;
}
