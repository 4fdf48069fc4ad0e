import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../bench/measure.ts';
import { kataVersion } from '../grading/version.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { PROJECT } from '../project.ts';
import { type Cells, type Count, FIGURES_FILE, type Figures, type KnownMutant } from './figures.ts';
import type { GeneratedMutant } from './generate.ts';
import type { JudgedMutant } from './mutant.ts';
import { LINE_BEGINS, qualityLine, qualityPage } from './quality_page.ts';
import { survivors, type Tally } from './tally.ts';

/** `npm run quality`: writes QUALITY.md, and the line of the README, from what the other programs left in `.kata/`. */

type Mutants = {
  mistakes: { tallies: Tally[] };
  generated: { tallies: Tally[]; mutants: (JudgedMutant & GeneratedMutant)[] };
};
type Bench = { runs: number; rows: Row[]; grading: Cells[] };
type TestResults = {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
};

/** What must have run before, and how. */
const RUNS: Record<string, string> = {
  'mutants.json': 'npm run mutants',
  'flakes.json': 'npm run flakes -- 1000',
  'bench.json': 'npm run bench',
  'bench_server.json': 'npm run bench',
  'test-results.json': 'CI=true npm run test:all',
};
const PLOTS = ['grading.svg', 'checks.svg'];

const missing = Object.keys(RUNS).filter((name) => !existsSync(join(PROJECT.derived, name)));
if (missing.length > 0) {
  const commands = [...new Set(missing.map((name) => RUNS[name]))];
  console.error(`Figures are missing. First run: ${commands.join('; ')}`);
  process.exit(2);
}

const { mistakes: handMade, generated } = read<Mutants>('mutants.json');
const { rows, runs, grading } = read<Bench>('bench.json');
const { runtime: _runtime, cores: _cores, ...server } = read<{ runtime: string; cores: number }>('bench_server.json');
const tests = read<TestResults>('test-results.json');

const figures: Figures = {
  date: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
  kata: kataVersion(),
  runtime: `Node ${process.versions.node}`,
  machine: `${platform()} ${arch()}, ${availableParallelism()} cores`,
  mistakes: handMade.tallies,
  securityFaults: mistakes.filter(({ security }) => security).length,
  generated: generated.tallies,
  survivors: (survivors(generated.mutants) as typeof generated.mutants).map(known),
  rightSolutions: countOf('checker/fixtures/right.test.ts', /^all checks pass/),
  halfRight: countOf('checker/mutants/half_right.test.ts', /^just what depends/),
  hostile: countOf('checker/sandbox/hostile.test.ts', /^at |^the canaries/),
  flakes: read('flakes.json'),
  bench: { runs, rows, grading, server },
};

writeFileSync(FIGURES_FILE, `${JSON.stringify(figures, null, 2)}\n`);
writeFileSync(join(PROJECT.root, 'QUALITY.md'), qualityPage(figures));
const plots = join(import.meta.dirname, 'plots');
mkdirSync(plots, { recursive: true });
for (const name of PLOTS) copyFileSync(join(PROJECT.derived, 'plots', name), join(plots, name));
const readme = join(PROJECT.root, 'README.md');
const lines = readFileSync(readme, 'utf8').split('\n');
const place = lines.findIndex((line) => line.startsWith(LINE_BEGINS));
if (place < 0) throw new Error(`README.md has no line that begins with ${LINE_BEGINS}`);
lines[place] = qualityLine(figures);
writeFileSync(readme, lines.join('\n'));
console.log('QUALITY.md and the line in README.md are written.');

function read<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(PROJECT.derived, name), 'utf8')) as Content;
}

function known({ file, original, changed, explanation }: JudgedMutant & GeneratedMutant): KnownMutant {
  return { file, original, changed, reason: explanation?.reason ?? 'Nobody has read it yet.' };
}

/** How many tests of a file passed, of those with such names. */
function countOf(file: string, names: RegExp): Count {
  const found = tests.testResults.find(({ name }) => name.replaceAll('\\', '/').endsWith(file));
  const chosen = (found?.assertionResults ?? []).filter(({ fullName }) => names.test(fullName));
  if (chosen.length === 0) throw new Error(`The last run of all tests had none of ${file}.`);
  return { right: chosen.filter(({ status }) => status === 'passed').length, of: chosen.length };
}
