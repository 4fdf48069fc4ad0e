// @module-tag long
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSampleClass } from '../demo/sample_class.ts';
import { copySolution } from '../fixtures/copy_solution.ts';
import { rightSolutions } from '../fixtures/right.ts';
import type { Result } from '../grading/graded.ts';
import { RandomInputs } from '../harness/random.ts';
import { applyMistake } from '../mutants/apply.ts';
import type { Mistake } from '../mutants/mistake.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { loadTasks } from '../tasks.ts';
import { type Class, classOfFour, contents, emptyClass, startKata } from './graded.ts';
import { kata } from './kata.ts';

/** What happens between two runs changes nothing: neither a sudden end, nor another seed. `KATA_LONG=1` looks longer. */

const LONG = Boolean(process.env.KATA_LONG);

/** Milliseconds. All right and wrong solutions, twice, are some 700 submissions. */
const LONG_TIME = 7_200_000;

test(
  'a run that is killed again and again goes on where it was, to the same bytes',
  async () => {
    await using made = await (LONG ? sampleClass() : classOfFour());
    expect((await kata(['grade', made.class, '--out', made.out, '--seed', '1'])).code).toBe(0);
    const flags = ['grade', made.class, '--out', made.at('cut'), '--seed', '1', '--jobs', '1'];
    const random = new RandomInputs(1, 'moments');
    for (let kill = 0; kill < (LONG ? 20 : 3); kill += 1)
      await killAfter(flags, random.integer(300, LONG ? 6000 : 2500), made.at('cut'));
    const last = await kata([...flags, ...begun(made.at('cut'))]);
    expect(last).toMatchObject({ code: 0, stderr: '' });
    expect(await contents(made.at('cut'))).toEqual(await contents(made.out));
  },
  LONG_TIME,
);

test('a run that was killed while it began is begun anew', async () => {
  await using made = await classOfFour();
  await mkdir(made.out);
  await writeFile(join(made.out, 'run.json.kata-draft-0a1b2c3d4e5f'), '{');
  expect(await kata(['grade', made.class, '--out', made.out])).toMatchObject({ code: 0, stderr: '' });
  expect((await readdir(made.out)).filter((name) => name.includes('draft'))).toEqual([]);
});

test(
  'another seed gives the same marks, to right and to wrong solutions',
  async () => {
    await using made = await emptyClass();
    const [right, wrong] = LONG ? [rightSolutions, mistakes] : [rightSolutions.slice(0, 2), mistakes.filter(isRace)];
    await using copies = new AsyncDisposableStack();
    const folders = [];
    for (const { name } of right) folders.push(copies.use(await copySolution(name)).folder);
    for (const mistake of wrong) {
      const { folder } = copies.use(await copySolution(null));
      await applyMistake(mistake, folder);
      folders.push(folder);
    }
    const [first, second] = [await marks(folders, made.at('one'), 1), await marks(folders, made.at('other'), 4242)];
    expect(Object.keys(first)).toHaveLength(folders.length);
    expect(second).toEqual(first);
  },
  LONG_TIME,
);

/** Mistakes that race against the end of a connection or of the process, or against the next request. */
function isRace({ name }: Mistake): boolean {
  return [
    'refused-goes-on',
    'cookie-after-answer',
    'save-not-awaited',
    'remove-not-awaited',
    'destroy-not-awaited',
  ].includes(name);
}

async function sampleClass(): Promise<Class> {
  const made = await emptyClass();
  await writeSampleClass(made.class, await loadTasks());
  return made;
}

/** What each check of each submission came to. */
async function marks(sources: string[], out: string, seed: number): Promise<Record<string, string[]>> {
  expect((await kata(['grade', ...sources, '--out', out, '--seed', String(seed)])).code).toBe(0);
  const results = Object.values(await contents(join(out, 'submissions'))).map((text) => JSON.parse(text) as Result);
  return Object.fromEntries(results.map(({ name, report }) => [name, outcomes(report)]));
}

function outcomes(report: Result['report']): string[] {
  return (report?.tasks ?? []).flatMap(({ checks }) => checks.map(({ id, outcome }) => `${id} ${outcome}`));
}

function begun(out: string): string[] {
  return existsSync(join(out, 'run.json')) ? ['--resume'] : [];
}

async function killAfter(flags: string[], milliseconds: number, out: string): Promise<void> {
  const child = startKata([...flags, ...begun(out)]);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
