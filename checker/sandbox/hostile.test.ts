import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Change } from '../fixtures/change.ts';
import type { Check, Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';
import { sendSignal } from '../send_signal.ts';
import { strongAvailability } from './available.ts';
import { UNFINISHED } from './hostile/base.ts';
import { plantCanaries } from './hostile/canaries.ts';
import type { Expectation, Hostile } from './hostile/fixture.ts';
import { SUITE } from './hostile/index.ts';
import { type Ended, fill, Ground, hostileSubmission, inTurn, leftIn, runProgram, survivorsIn } from './hostile.ts';

/** How often each attack is tried: its outcome must always be the same, unless luck is a part of the attack. */
const ROUNDS = Number(process.env.KATA_HOSTILE_ROUNDS ?? 1);
/** Tells a hang from an end: a run may take 60 s and its start-ups. */
const SECONDS = 100;
/** Most of it is spent waiting for its turn. */
const PATIENCE_MS = 600_000 * ROUNDS;

/** Characters of the report on one submission, whatever it sends: two tasks of which every check fails are a tenth of it. */
const MAX_REPORT = 2_000_000;

/** Of each kind of attack one, for `npm test`: at the best level alone. */
const HANDFUL: ReadonlySet<string> = new Set([
  'floods its output at import',
  'reads files outside its folder',
  'connects to servers of the machine',
  'overwrites results and other submissions',
  'replies in the place of the stub',
  'patches what judges',
  'leaves a daemon',
  'kills its parent at import',
]);

const LEVELS = strongAvailability().available ? (['basic', 'strong'] as const) : (['basic'] as const);
type Level = (typeof LEVELS)[number];

test('the handful is a part of the suite', () => {
  expect([...HANDFUL].filter((name) => !SUITE.some((fixture) => fixture.name === name))).toEqual([]);
});

describe.each(LEVELS)('at %s', (level) => {
  const isFirst = ({ name }: Hostile) => level === LEVELS.at(-1) && HANDFUL.has(name);
  test.concurrent.each(SUITE.filter(isFirst))('$name', { timeout: PATIENCE_MS }, holds);
  test.concurrent.each(SUITE.filter((fixture) => !isFirst(fixture)))(
    '$name',
    { tags: 'long', timeout: PATIENCE_MS },
    holds,
  );

  async function holds(fixture: Hostile): Promise<void> {
    const scores: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) scores.push(await inTurn(() => judge(fixture, level)));
    if (!fixture.races) expect(new Set(scores.map(String)).size, 'the scores of all rounds').toBe(1);
  }
});

describe('the canaries can be reached: by the same code in a plain process', { tags: 'long' }, () => {
  test.concurrent.each(SUITE.filter(({ fires }) => fires))('$name', async ({ fires }) => {
    await using canaries = await plantCanaries();
    const file = join(canaries.temporary, 'attack.mjs');
    await writeFile(file, fill(fires?.code ?? '', canaries.places));
    const env = { CANARY: canaries.secret };
    const ended = await inTurn(() =>
      runProgram([file], { env, cwd: canaries.temporary, seconds: SECONDS, inherited: canaries.descriptor }),
    );
    const survivors = await survivorsIn(canaries.temporary, { patience: 0 });
    for (const id of survivors) sendSignal(id, 'SIGKILL');
    expect(firedBy(ended, survivors), ended.stderr).toEqual(expect.arrayContaining(fires?.reached ?? []));
  });
});

/** Grounds on which nothing was left behind: the next submission may come there. */
const clean: Ground[] = [];
afterAll(async () => {
  const ends = await Promise.all(clean.splice(0).map((ground) => ground.close()));
  expect(ends.every(Boolean), 'the checkers ended by themselves').toBe(true);
});

/** Gives the scores of all copies; of one that brought no report, -1. */
async function judge(fixture: Hostile, level: Level): Promise<number[]> {
  const ground = clean.pop() ?? (await Ground.open());
  try {
    const scores = await judgeOn(ground, fixture, level);
    if (fixture.expected[level].reached) await ground[Symbol.asyncDispose]();
    else clean.push(ground);
    return scores;
  } catch (error) {
    await ground[Symbol.asyncDispose]();
    throw error;
  }
}

async function judgeOn(ground: Ground, fixture: Hostile, level: Level): Promise<number[]> {
  const expectation = fixture.expected[level];
  const { canaries } = ground;
  await using made = await hostileSubmission(
    [...baseOf(fixture), fixture.changes],
    fixture.links ?? {},
    canaries.places,
  );
  const args = checkArgs(made.folder, fixture.tasks, level);
  const seconds = expectation.within ?? SECONDS;
  // The handful comes to `kata` as users start it.
  const run = () => (HANDFUL.has(fixture.name) ? startKata(ground, args, seconds) : ground.run(args, seconds));
  const all = await Promise.all(Array.from({ length: fixture.copies ?? 1 }, run));
  for (const ended of all) {
    expect(ended.hung, 'the run did not end by itself').toBe(false);
    await expectOutcome(ended, fixture, expectation);
    const { stdout, stderr } = ended;
    expect(stdout.length, 'characters of the report').toBeLessThan(MAX_REPORT);
    expect(reachedIn(stdout + stderr).map(withoutSecret)).toEqual(expectation.reached ?? []);
    if (!expectation.reached) expect(stdout + stderr).not.toContain(canaries.secret);
    expect(stderr).not.toMatch(/debugger|inspector/i);
  }
  await expectNothingLeft(ground, expectation);
  return all.map((ended) => readReport(ended)?.score ?? -1);
}

async function expectOutcome(ended: Ended, fixture: Hostile, expectation: Expectation): Promise<void> {
  const { score } = expectation;
  if (score === 'refused') {
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(expectation.reason ?? '');
    return;
  }
  const report = readReport(ended);
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

async function expectNothingLeft({ canaries }: Ground, { reached }: Expectation): Promise<void> {
  expect(await survivorsIn(canaries.temporary, { patience: 3000 })).toEqual([]);
  expect(await leftIn(canaries.temporary)).toEqual([]);
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
  await using ground = await Ground.open();
  await using made = await hostileSubmission(baseOf(fixture), {}, ground.canaries.places);
  const ended = await ground.run(checkArgs(made.folder, fixture.tasks, 'basic'), SECONDS);
  const report = readReport(ended);
  if (!report) throw new Error(`No report came for the base: ${ended.stderr}`);
  return report;
}

function baseOf({ base }: Hostile): Record<string, Change>[] {
  return base === 'unfinished' ? [UNFINISHED] : [];
}

function startKata({ canaries }: Ground, args: string[], seconds: number): Promise<Ended> {
  const { temporary, secret, descriptor } = canaries;
  const env = { TMPDIR: temporary, CANARY: secret };
  return runProgram([join(PROJECT.root, 'checker', 'kata.mjs'), ...args], { env, seconds, inherited: descriptor });
}

function checkArgs(folder: string, tasks: string[], level: Level): string[] {
  return ['check', ...tasks, '--dir', folder, '--json', '--seed', '1', '--sandbox', level];
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
