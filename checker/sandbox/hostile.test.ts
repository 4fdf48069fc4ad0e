import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Change } from '../fixtures/change.ts';
import type { Check, Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';
import { strongAvailability } from './available.ts';
import { UNFINISHED } from './hostile/base.ts';
import { type Canaries, plantCanaries } from './hostile/canaries.ts';
import type { Expectation, Hostile } from './hostile/fixture.ts';
import { SUITE } from './hostile/index.ts';
import { type Ended, fill, hostileSubmission, inTurn, leftIn, runProgram, survivorsIn } from './hostile.ts';

/** How often each attack is tried: its outcome must always be the same. */
const ROUNDS = Number(process.env.KATA_HOSTILE_ROUNDS ?? 1);
/** Tells a hang from an end: a run may take 60 s and its start-ups. */
const SECONDS = 100;

const LEVELS = strongAvailability().available ? (['basic', 'strong'] as const) : (['basic'] as const);
type Level = (typeof LEVELS)[number];

describe.each(LEVELS)('at %s', (level) => {
  test.concurrent.each(SUITE)('$name', { timeout: 20 * 60_000 }, async (fixture) => {
    const scores: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) scores.push(await inTurn(() => judge(fixture, level)));
    expect(new Set(scores.map(String)).size, 'the scores of all rounds').toBe(1);
  });
});

describe('the canaries can be reached: by the same code in a plain process', () => {
  test.concurrent.each(SUITE.filter(({ fires }) => fires))('$name', { timeout: 20 * 60_000 }, async ({ fires }) => {
    await using canaries = await plantCanaries();
    const file = join(canaries.temporary, 'attack.mjs');
    await writeFile(file, fill(fires?.code ?? '', canaries.places));
    const env = { CANARY: canaries.secret };
    const ended = await inTurn(() =>
      runProgram([file], { env, cwd: canaries.temporary, seconds: SECONDS, inherited: canaries.descriptor }),
    );
    const survivors = await survivorsIn(canaries.temporary, { patience: 0 });
    for (const id of survivors) process.kill(id, 'SIGKILL');
    expect(firedBy(ended, survivors), ended.stderr).toEqual(expect.arrayContaining(fires?.reached ?? []));
  });
});

/** Gives the scores of all copies; of one that brought no report, -1. */
async function judge(fixture: Hostile, level: Level): Promise<number[]> {
  const expectation = fixture.expected[level];
  await using canaries = await plantCanaries();
  await using made = await hostileSubmission(
    [...baseOf(fixture), fixture.changes],
    fixture.links ?? {},
    canaries.places,
  );
  const runs = Array.from({ length: fixture.copies ?? 1 }, () =>
    check(made.folder, fixture.tasks, { level, canaries, seconds: expectation.within ?? SECONDS }),
  );
  const all = await Promise.all(runs);
  for (const ended of all) {
    expect(ended.hung, 'the run did not end by itself').toBe(false);
    await expectOutcome(ended, fixture, expectation);
    const { stdout, stderr } = ended;
    expect(reachedIn(stdout + stderr).map(withoutSecret)).toEqual(expectation.reached ?? []);
    if (!expectation.reached) expect(stdout + stderr).not.toContain(canaries.secret);
    expect(stderr).not.toMatch(/debugger|inspector/i);
  }
  await expectNothingLeft(canaries, expectation);
  return all.map((ended) => (expectation.score === 'fails closed' ? -1 : (readReport(ended)?.score ?? -1)));
}

async function expectOutcome(ended: Ended, fixture: Hostile, expectation: Expectation): Promise<void> {
  const { score } = expectation;
  if (score === 'refused') {
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(expectation.reason ?? '');
    return;
  }
  const report = readReport(ended);
  if (score === 'fails closed') {
    expect(ended.code).not.toBe(0);
    if (report) expectNoGain(report, await honestReport(fixture));
    return;
  }
  if (!report) throw new Error(`No report came (exit code ${ended.code}, ${ended.signal}): ${ended.stderr}`);
  expectScore(report, await honestReport(fixture), expectation);
  expect(ended.code).toBe(score === 'full' ? 0 : 1);
  expectLabels(report, expectation);
}

function expectScore(report: Report, honest: Report, { score }: Expectation): void {
  if (score === 'full') expect(notPassed(report)).toEqual([]);
  if (score === 'part') expect(report.score).toBeGreaterThan(0);
  if (score === 'part') expect(report.score).toBeLessThan(report.maxScore);
  expect(report.maxScore).toBe(honest.maxScore);
  expectNoGain(report, honest);
}

function expectNoGain(report: Report, honest: Report): void {
  expect(idsOf(report)).toEqual(idsOf(honest));
  expect(report.score).toBeLessThanOrEqual(honest.score);
  const earned = passedOf(honest);
  expect(passedOf(report).filter((id) => !earned.includes(id))).toEqual([]);
}

function expectLabels(report: Report, { causes, reason, error, fullTasks = [], passed = [] }: Expectation): void {
  const first = notPassed(report).find(({ outcome }) => outcome !== 'blocked');
  if (causes) expect(causes, first?.reason ?? 'no check failed').toContain(first?.cause);
  if (reason) expect(first?.reason).toContain(reason);
  if (error) expect(first?.error).toMatchObject({ ...error, message: expect.stringContaining(error.message) });
  for (const number of fullTasks) {
    const checks = report.tasks.find((task) => task.number === number)?.checks ?? [];
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }
  expect(passedOf(report)).toEqual(expect.arrayContaining(passed));
  expect(checksOf(report).filter(({ outcome }) => outcome === 'error')).toEqual([]);
}

async function expectNothingLeft(canaries: Canaries, { reached, leavesFiles }: Expectation): Promise<void> {
  expect(await survivorsIn(canaries.temporary, { patience: 3000 })).toEqual([]);
  if (!leavesFiles) expect(await leftIn(canaries.temporary)).toEqual([]);
  if (!reached) expect(await canaries.harm()).toEqual([]);
}

/** What a submission of the same base earns that attacks nothing. Found out once for each choice of tasks. */
function honestReport(fixture: Hostile): Promise<Report> {
  const key = JSON.stringify([fixture.base, fixture.tasks]);
  const known = honest.get(key) ?? findHonest(fixture);
  honest.set(key, known);
  return known;
}

const honest = new Map<string, Promise<Report>>();

async function findHonest(fixture: Hostile): Promise<Report> {
  await using canaries = await plantCanaries();
  await using made = await hostileSubmission(baseOf(fixture), {}, canaries.places);
  const ended = await check(made.folder, fixture.tasks, { level: 'basic', canaries, seconds: SECONDS });
  const report = readReport(ended);
  if (!report) throw new Error(`No report came for the base: ${ended.stderr}`);
  return report;
}

function baseOf({ base }: Hostile): Record<string, Change>[] {
  return base === 'unfinished' ? [UNFINISHED] : [];
}

function check(
  folder: string,
  tasks: string[],
  { level, canaries, seconds }: { level: Level; canaries: Canaries; seconds: number },
): Promise<Ended> {
  const args = ['check', ...tasks, '--dir', folder, '--json', '--seed', '1', '--sandbox', level];
  const env = { TMPDIR: canaries.temporary, CANARY: canaries.secret };
  const { descriptor } = canaries;
  return runProgram([join(PROJECT.root, 'checker', 'kata.mjs'), ...args], { env, seconds, inherited: descriptor });
}

function readReport({ stdout }: Ended): Report | undefined {
  return stdout.startsWith('{') ? (JSON.parse(stdout) as Report) : undefined;
}

const checksOf = (report: Report): Check[] => report.tasks.flatMap(({ checks }) => checks);
const notPassed = (report: Report): Check[] => checksOf(report).filter(({ outcome }) => outcome !== 'passed');
const idsOf = (report: Report): string[] => checksOf(report).map(({ id }) => id);
const passedOf = (report: Report): string[] =>
  checksOf(report)
    .filter(({ outcome }) => outcome === 'passed')
    .map(({ id }) => id);

/** Names of the canaries that an attack says it has reached. */
function reachedIn(text: string): string[] {
  const [, list = '[]'] = /reached (\[.*?\])/.exec(text.replaceAll('\\"', '"')) ?? [];
  return JSON.parse(list) as string[];
}

function withoutSecret(name: string): string {
  return name.replace(/ canary-.*/, '');
}

function firedBy({ stderr, signal }: Ended, survivors: number[]): string[] {
  return [
    ...reachedIn(stderr).map(withoutSecret),
    ...(survivors.length > 0 ? ['survivors'] : []),
    ...(signal === 'SIGKILL' ? ['parent'] : []),
    ...(/debugger|inspector/i.test(stderr) ? ['debugger'] : []),
  ];
}
