// @module-tag long
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtempDisposable, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, describe, expect, test } from 'vitest';
import { copySolution } from '../../fixtures/copy_solution.ts';
import { rightSolutions } from '../../fixtures/right.ts';
import { Budget } from '../../harness/budget.ts';
import { compileSubmission } from '../../harness/compile.ts';
import { RandomInputs } from '../../harness/random.ts';
import { LearnerServer } from '../../harness/server.ts';
import { stopAll } from '../../harness/spare.ts';
import { stubBundle } from '../../harness/stub_bundle.ts';
import { applyMistake } from '../../mutants/apply.ts';
import { type Fault, faults } from '../../mutants/outside/faults.ts';
import { PROJECT } from '../../project.ts';
import type { SpawnOptions } from '../../sandbox/spawn.ts';
import { type WalkConditions, walkConditions } from './conditions.ts';
import { type Story, walk } from './walk.ts';

const LAST_TASK = 10;
const FIRST_DAY = Date.UTC(2030, 0, 1);
/** All right solutions under all conditions: `KATA_LONG=1 npx vitest run checker/checks/walk`, with as many seeds as `KATA_SEEDS` says. */
const LONG = process.env.KATA_LONG !== undefined;
const SEEDS = Array.from({ length: Number(process.env.KATA_SEEDS ?? 1) }, (_, index) => index + 1);
/** Else each is walked under one of so many conditions; the finished server under all. */
const SHARE = 13;
/** What a fault may need to be met: on each seed a submission is walked anew. */
const FAULT_SEEDS = [1, 2, 3];
const MOST_STEPS = 8;
/** Milliseconds. Most of it is spent waiting for its turn. */
const PATIENCE = 2_400_000;

const inTurn = pLimit(3);
const all = walkConditions(LAST_TASK, '_own_id');

afterAll(stopAll);

/** Where servers of a submission run. They write to a folder that is removed with it. */
async function placeOf(folder: string): Promise<{ confinement: SpawnOptions } & AsyncDisposable> {
  const temporary = await mkdtempDisposable(join(tmpdir(), 'walk-'));
  const scratch = join(temporary.path, 'scratch');
  await mkdir(scratch);
  const { root } = await compileSubmission(folder, { level: 'none' });
  const packages = await realpath(join(PROJECT.root, 'node_modules'));
  return {
    confinement: { level: 'none', stub: await stubBundle(), submission: root, packages, scratch },
    [Symbol.asyncDispose]: () => temporary.remove(),
  };
}

/** What a walk finds with this seed. */
async function found(confinement: SpawnOptions, { model, server, restarts }: WalkConditions, seed: number) {
  // A walk has a budget of its own.
  const budget = new Budget(randomUUID());
  const walked = new LearnerServer({ ...server, now: FIRST_DAY, confinement, budget: () => budget });
  try {
    return await walk(walked, model, { seed, random: new RandomInputs(seed, 'walk'), restarts });
  } finally {
    await walked.stop({ kill: true });
  }
}

/** As one line: where, what was broken, and the steps. */
function told({ model }: WalkConditions, { broken, steps }: Story): string {
  const done = steps.map((step) => JSON.stringify(step)).join('\n  ');
  return `${model.kind}/${model.duration}: [${broken.requirement}] ${broken.what} ${JSON.stringify(broken)}\n  ${done}`;
}

describe('on a right solution a walk finds nothing', () => {
  const names = [null, ...rightSolutions.map(({ name }) => name)];
  test.concurrent.each(names.map((name, index) => ({ name, index })))(
    '$name',
    { timeout: PATIENCE },
    ({ name, index }) =>
      inTurn(async () => {
        const isMine = (_: unknown, place: number) => LONG || name === null || place % SHARE === index % SHARE;
        await using right = await copySolution(name);
        await using place = await placeOf(right.folder);
        const stories: string[] = [];
        for (const conditions of all.filter(isMine)) {
          for (const seed of SEEDS) {
            const story = await found(place.confinement, conditions, seed);
            if (story) stories.push(told(conditions, story));
          }
        }
        expect(stories).toEqual([]);
      }),
  );
});

/** The first story that names a sentence which the fault breaks, in few steps; else all that was told. */
async function firstFitting(confinement: SpawnOptions, { breaks }: Fault): Promise<{ fits: boolean; told: string[] }> {
  const others: string[] = [];
  for (const seed of FAULT_SEEDS) {
    for (const conditions of all) {
      const story = await found(confinement, conditions, seed);
      if (!story) continue;
      others.push(told(conditions, story));
      if (breaks.includes(story.broken.requirement) && story.steps.length <= MOST_STEPS)
        return { fits: true, told: others };
    }
  }
  return { fits: false, told: others };
}

describe('a fault that nobody has thought of is met, told by its sentence and in few steps', () => {
  test.concurrent.each(faults)('$name', { timeout: PATIENCE }, (fault) =>
    inTurn(async () => {
      await using wrong = await copySolution(null);
      await applyMistake(fault, wrong.folder);
      await using place = await placeOf(wrong.folder);
      expect(await firstFitting(place.confinement, fault)).toMatchObject({ fits: true });
    }),
  );
});

test('the same seed finds the same', { timeout: PATIENCE }, async () => {
  await using wrong = await copySolution(null);
  await applyMistake(faults.find(({ name }) => name === 'sixth-session-ends-the-first') as Fault, wrong.folder);
  await using place = await placeOf(wrong.folder);
  const conditions = all.find(({ model }) => model.kind === 'session_auth') as WalkConditions;
  const stories = [];
  for (let time = 0; time < 2; time += 1) stories.push((await found(place.confinement, conditions, 1))?.steps);
  expect(stories[0]).toBeDefined();
  expect(stories[1]).toEqual(stories[0]);
});
