import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pLimit from 'p-limit';
import { type Finished, program } from '../e2e/program.ts';
import { randomSeed } from '../grading/check_submission.ts';
import type { Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';
import { bestLevel } from '../sandbox/available.ts';
import type { SandboxLevel } from '../sandbox/level.ts';

/** One run of all checks on the finished server, in a place of the world, with a seed of its own. */
type Run = { number: number; seed: number; level: SandboxLevel; zone: string; locale: string };

/** A run that came to another result than it should, with all that it said. */
export type Flake = Run & { result: string; stdout: string; stderr: string };

export type Flakes = { runs: number; same: number; flakes: Flake[]; minutes: number };

/** West and east of Greenwich, with half and quarter hours, and with a summer time that is in force when the other half has winter. */
const ZONES = [
  'UTC',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
];

/** Other decimal signs, digits, letters without a twin, right to left. */
const LOCALES = ['C', 'en_US.UTF-8', 'de_DE.UTF-8', 'tr_TR.UTF-8', 'ar_EG.UTF-8', 'zh_CN.UTF-8'];

/** Burns a processor for as long as its parent is there. */
const BURN = 'const parent = process.ppid; while (process.ppid === parent);';

/** So many runs at the same time. */
const BESIDE = 2;

/** How the result of a run begins that passed everything. */
const RIGHT = 'exit code 0, ';

/**
 * Checks the finished server many times, two runs at a time and beside a program that burns a processor. What is random in a
 * check comes from the seed, so whatever the seed, the place and the load are: every check passes, in every run.
 * `told` hears of each run as it ends.
 */
export async function flakes(count: number, told: (run: Run, result: string) => void): Promise<Flakes> {
  const started = performance.now();
  const burner = spawn(process.execPath, ['-e', BURN], { stdio: 'ignore' });
  const inTurn = pLimit(BESIDE);
  const one = async (run: Run) => {
    const finished = await checkAll(run);
    const result = resultOf(finished);
    told(run, result);
    return { ...run, result, stdout: finished.stdout, stderr: finished.stderr };
  };
  try {
    const results = await Promise.all(Array.from({ length: count }, (_, index) => inTurn(() => one(runOf(index)))));
    const strange = results.filter(({ result }) => !result.startsWith(RIGHT) || result !== results[0]?.result);
    const minutes = (performance.now() - started) / 60_000;
    return { runs: count, same: count - strange.length, flakes: strange, minutes };
  } finally {
    burner.kill('SIGKILL');
    await once(burner, 'exit');
  }
}

/** So many runs from one combination of conditions to the next: within a few runs, all of them change. */
const STRIDE = 25;

/** The conditions take turns: each of them comes within the first dozen, and all their combinations with time. */
function runOf(index: number): Run {
  const levels = [bestLevel(), 'basic', 'none'] as const;
  const turn = <T>(list: readonly T[], each: number) => list[Math.floor((index * STRIDE) / each) % list.length] as T;
  return {
    number: index + 1,
    seed: randomSeed(),
    level: turn(levels, 1),
    zone: turn(ZONES, levels.length),
    locale: turn(LOCALES, levels.length * ZONES.length),
  };
}

function checkAll({ seed, level, zone, locale }: Run): Promise<Finished> {
  const args = ['check', '0-10', '--dir', PROJECT.solutions, '--json', '--seed', String(seed), '--sandbox', level];
  return program(args, { env: { TZ: zone, LANG: locale, LC_ALL: locale } });
}

/** What a run came to, in a line: two runs with the same checks and outcomes have the same. */
function resultOf({ code, stdout }: Finished): string {
  if (!stdout.startsWith('{')) return `exit code ${code}, no report`;
  const { tasks, score, maxScore } = JSON.parse(stdout) as Report;
  const checks = tasks.flatMap((task) => task.checks);
  const others = checks.filter(({ outcome }) => outcome !== 'passed').map(({ id, outcome }) => `${id} ${outcome}`);
  const points = `exit code ${code}, ${checks.length} checks, ${score} of ${maxScore} points`;
  return [points, ...others].join(', ');
}
