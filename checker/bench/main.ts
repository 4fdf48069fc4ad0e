import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import { grading, gradingRow } from './grading.ts';
import { loop } from './loop.ts';
import { compare, holds, program, type Row, type Work } from './measure.ts';
import { writePlots } from './plots.ts';
import { starts } from './starts.ts';

/** `npm run bench`: how fast the checker is, in ratios against an empty Vitest run on the same machine at the same time. */

const RUNS = 7;
const TASKS = 11;
const NOTHING: Work = { name: 'nothing', run: () => 0 };

mkdirSync(PROJECT.derived, { recursive: true });
const scratch = mkdtempSync(join(PROJECT.derived, 'bench-'));
try {
  const programs = await measurePrograms();
  const rows = [...programs, ...(await starts())];
  console.log(`node ${process.versions.node}, ${availableParallelism()} cores, medians of pairs in turn`);
  console.table(rows.map(tableRow));
  const graded = await grading(scratch, programs[0]?.referenceTiming.median ?? Number.NaN);
  console.table(graded.map(gradingRow));
  const checks = await checkTimes();
  const file = join(PROJECT.derived, 'bench.json');
  const figures = { runs: RUNS, rows, grading: graded.map(gradingRow), checks };
  writeFileSync(
    file,
    `${JSON.stringify({ runtime: process.version, cores: availableParallelism(), ...figures }, null, 2)}\n`,
  );
  const plots = join(PROJECT.derived, 'plots');
  writePlots(plots, {
    grading: {
      title: 'Submissions of a mixed class graded',
      x: 'jobs',
      y: 'a minute',
      points: graded.map(({ jobs, perMinute }) => [String(jobs), perMinute]),
    },
    checks: {
      title: 'kata check of the finished server, from start to end',
      x: 'tasks, from task 0 on',
      y: 'seconds',
      points: checks.map(({ tasks, seconds }) => [String(tasks), seconds]),
    },
  });
  console.log(`The figures are in ${file}, and plots of them in ${plots}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measurePrograms(): Promise<Row[]> {
  const vitest = join(PROJECT.root, 'node_modules', 'vitest', 'vitest.mjs');
  writeFileSync(join(scratch, 'empty.test.ts'), "import { test } from 'vitest';\ntest('nothing', () => {});\n");
  const empty = program({ name: 'empty vitest run', args: [vitest, 'run', '--root', scratch], cwd: scratch });
  const kata = (name: string, ...tasks: string[]) =>
    program({
      name,
      args: [join(PROJECT.root, 'checker', 'kata.mjs'), 'check', ...tasks, '--dir', PROJECT.solutions],
      cwd: PROJECT.root,
    });
  return [
    await compare(kata('kata check 2, cold', '2'), empty, { runs: RUNS, bar: { ratio: 2.5 } }),
    await compare(kata('kata check, all eleven tasks'), empty, { runs: RUNS, bar: { ratio: 8 } }),
    ...(await loop(empty)),
  ];
}

/** Seconds that it takes to check the first task, the first two, and so on. */
async function checkTimes(): Promise<{ tasks: number; seconds: number }[]> {
  const times = [];
  for (let last = 0; last < TASKS; last += 1) {
    const args = [join(PROJECT.root, 'checker', 'kata.mjs'), 'check', `0-${last}`, '--dir', PROJECT.solutions];
    const work = program({ name: `kata check 0-${last}`, args, cwd: PROJECT.root });
    const { timing } = await compare(work, NOTHING, { runs: 3, bar: { ratio: Number.POSITIVE_INFINITY } });
    times.push({ tasks: last + 1, seconds: timing.median / 1000 });
  }
  return times;
}

function tableRow(row: Row) {
  const { work, reference, timing, referenceTiming, ratio, difference, bar } = row;
  return {
    work,
    'median ms': Math.round(timing.median),
    spread: `${Math.round(timing.least)}-${Math.round(timing.most)}`,
    reference,
    'reference ms': Math.round(referenceTiming.median),
    compared: 'ratio' in bar ? `${ratio.toFixed(2)} x` : `${difference >= 0 ? '+' : ''}${difference.toFixed(1)} ms`,
    bar: 'ratio' in bar ? `<= ${bar.ratio} x` : `<= +${bar.milliseconds} ms`,
    holds: holds(row) ? 'yes' : 'NO',
  };
}
