import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeMember } from '../fixtures/mixed_class.ts';
import { PROJECT } from '../project.ts';
import { processTree, procFile } from '../sandbox/process_tree.ts';
import { loadTasks } from '../tasks.ts';

/** How many submissions are graded: as many as the bar speaks of, or `KATA_BENCH_SUBMISSIONS`. */
const SUBMISSIONS = Number(process.env.KATA_BENCH_SUBMISSIONS ?? 100);
const JOBS = [1, 2, 3];

/** With two jobs on two cores: how long one submission takes beside an empty Vitest run of the same machine, and the grader's memory. */
const BAR = { jobs: 2, ratio: 6, megabytes: 400 };

const LOOK = 500;
const MEGABYTE = 1024 * 1024;

/**
 * What came of a class with so many jobs. `timesOne`: the rate beside that of one job; `timesEmpty`: the time for one submission
 * beside that of an empty Vitest run.
 */
export type Graded = { jobs: number; perMinute: number; timesOne: number; timesEmpty: number; memory: Memory };

/** A mixed class, each submission with everything to check, graded with one job and with more. `empty`: milliseconds of an empty Vitest run. */
export async function grading(scratch: string, empty: number): Promise<Graded[]> {
  const sources = join(scratch, 'class');
  const tasks = await loadTasks();
  for (let index = 0; index < SUBMISSIONS; index += 1)
    await writeMember(join(sources, `learner-${String(index + 1).padStart(4, '0')}`), index, tasks);
  const rows = [];
  for (const jobs of JOBS) rows.push({ jobs, ...(await grade(sources, join(scratch, `results-${jobs}`), jobs)) });
  const alone = rows[0]?.perMinute ?? Number.NaN;
  return rows.map((row) => ({ ...row, timesOne: row.perMinute / alone, timesEmpty: 60_000 / row.perMinute / empty }));
}

/** As a row of a table. */
export function gradingRow({ jobs, perMinute, timesOne, timesEmpty, memory }: Graded): Record<string, string | number> {
  const judged = jobs === BAR.jobs;
  const holds = timesEmpty <= BAR.ratio && memory.grader <= BAR.megabytes;
  return {
    work: `${SUBMISSIONS} submissions, --jobs ${jobs}`,
    'a minute': Number(perMinute.toFixed(1)),
    'times one job': Number(timesOne.toFixed(2)),
    'one, in empty vitest runs': Number(timesEmpty.toFixed(2)),
    'grader MB': memory.grader,
    'with its jobs MB': memory.all,
    bar: judged ? `<= ${BAR.ratio} x, <= ${BAR.megabytes} MB` : '',
    holds: judged ? (holds ? 'yes' : 'NO') : '',
  };
}

/** The most megabytes that were seen: of the grader, which knows of all submissions, and with its jobs and their test workers. */
type Memory = { grader: number; all: number };

async function grade(sources: string, out: string, jobs: number): Promise<{ perMinute: number; memory: Memory }> {
  const launcher = join(PROJECT.root, 'checker', 'kata.mjs');
  const args = [launcher, 'grade', sources, '--out', out, '--jobs', String(jobs), '--seed', '1'];
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const memory = { grader: 0, all: 0 };
  const timer = setInterval(() => {
    const own = family(child.pid as number).map((id) => Math.round(anonymous(id) / MEGABYTE));
    memory.grader = Math.max(memory.grader, own[0] ?? 0);
    memory.all = Math.max(
      memory.all,
      own.reduce((sum, one) => sum + one, 0),
    );
  }, LOOK);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`kata grade ended with ${code}.`);
  const minutes = (performance.now() - started) / 60_000;
  return { perMinute: SUBMISSIONS / minutes, memory };
}

/** The processes of the grader, itself first: its jobs and their test workers, without those of learners. Linux only. */
function family(root: number): number[] {
  return processTree(root, (id) => !procFile(id, 'cmdline').includes('stub'));
}

/** Bytes of memory that a process shares with nobody, as far as it can be told: the program itself is mapped once for all. */
function anonymous(id: number): number {
  return Number(/^RssAnon:\s*(\d+) kB/m.exec(procFile(id, 'status'))?.[1] ?? 0) * 1024;
}
