import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import { type Command, compare, type Row } from './measure.ts';

/** `npm run bench`: how fast the checker is, in ratios against an empty Vitest run on the same machine at the same time. */

const RUNS = 7;

mkdirSync(PROJECT.derived, { recursive: true });
const scratch = mkdtempSync(join(PROJECT.derived, 'bench-'));
try {
  const rows = measure();
  console.log(`node ${process.versions.node}, ${availableParallelism()} cores, median of ${RUNS} pairs`);
  console.table(rows.map(tableRow));
  const file = join(PROJECT.derived, 'bench.json');
  writeFileSync(
    file,
    `${JSON.stringify({ runtime: process.version, cores: availableParallelism(), runs: RUNS, rows }, null, 2)}\n`,
  );
  console.log(`The figures are in ${file}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measure(): Row[] {
  const vitest = join(PROJECT.root, 'node_modules', 'vitest', 'vitest.mjs');
  writeFileSync(join(scratch, 'empty.test.ts'), "import { test } from 'vitest';\ntest('nothing', () => {});\n");
  const empty: Command = { name: 'empty vitest run', args: [vitest, 'run', '--root', scratch], cwd: scratch };
  const kata = (name: string, ...tasks: string[]): Command => ({
    name,
    args: [join(PROJECT.root, 'checker', 'kata.mjs'), 'check', ...tasks, '--dir', PROJECT.solutions],
    cwd: PROJECT.root,
  });
  return [
    compare(kata('kata check 2, cold', '2'), empty, { runs: RUNS, bar: 2.5 }),
    compare(kata('kata check, all eleven tasks'), empty, { runs: RUNS, bar: 8 }),
  ];
}

function tableRow({ work, reference, timing, referenceTiming, ratio, bar }: Row) {
  return {
    work,
    'median ms': Math.round(timing.median),
    spread: `${Math.round(timing.least)}-${Math.round(timing.most)}`,
    reference,
    'reference ms': Math.round(referenceTiming.median),
    ratio: Number(ratio.toFixed(2)),
    bar: `<= ${bar}`,
    holds: ratio <= bar ? 'yes' : 'NO',
  };
}
