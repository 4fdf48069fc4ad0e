// @module-tag long
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSampleClass } from '../demo/sample_class.ts';
import { copySolution } from '../fixtures/copy_solution.ts';
import { rightSolutions } from '../fixtures/right.ts';
import type { Report } from '../grading/report.ts';
import { RandomInputs } from '../harness/random.ts';
import { applyMistake } from '../mutants/apply.ts';
import type { Mistake } from '../mutants/mistake.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { loadTasks } from '../tasks.ts';
import { type Class, classOfFour, contents, emptyClass, GRADE, startKata } from './graded.ts';
import { kata } from './kata.ts';

/** What happens between two runs changes nothing: neither a sudden end, nor another seed. `KATA_LONG=1` looks longer. */

const LONG = Boolean(process.env.KATA_LONG);

const [SEED, OTHER_SEED] = [1, 4242];

/** Milliseconds. All right and wrong solutions, twice, are some 700 submissions. */
const LONG_TIME = 7_200_000;

test(
  'a run that is killed again and again goes on where it was, to the same bytes',
  async () => {
    await using made = await (LONG ? sampleClass() : classOfFour());
    expect((await kata([...GRADE, made.class, '--out', made.out, '--seed', '1'])).code).toBe(1);
    const flags = [...GRADE, made.class, '--out', made.at('cut'), '--seed', '1', '--jobs', '1'];
    const random = new RandomInputs(1, 'moments');
    for (let kill = 0; kill < (LONG ? 20 : 3); kill += 1)
      await killAfter(flags, random.integer(300, LONG ? 6000 : 2500), made.at('cut'));
    const last = await kata([...flags, ...begun(made.at('cut'))]);
    expect(last).toMatchObject({ code: 1, stderr: '' });
    expect(await contents(made.at('cut'))).toEqual(await contents(made.out));
  },
  LONG_TIME,
);

test('a run that was killed while it began is begun anew', async () => {
  await using made = await classOfFour();
  await mkdir(made.out);
  await writeFile(join(made.out, 'run.json.kata-draft-0a1b2c3d4e5f'), '{');
  expect(await kata([...GRADE, made.class, '--out', made.out])).toMatchObject({ code: 1, stderr: '' });
  expect((await readdir(made.out)).filter((name) => name.includes('draft'))).toEqual([]);
});

test(
  'another seed gives the same marks, to right and to wrong solutions',
  async () => {
    for (const { name } of LONG ? rightSolutions : rightSolutions.slice(0, 2)) {
      await using right = await copySolution(name);
      expect(await marks(right.folder, OTHER_SEED)).toEqual(await marks(right.folder, SEED));
    }
    for (const mistake of LONG ? mistakes : mistakes.filter(isRace)) {
      await using wrong = await copySolution(null);
      await applyMistake(mistake, wrong.folder);
      const tasks = LONG ? [] : [String(mistake.task)];
      expect(await marks(wrong.folder, OTHER_SEED, ...tasks), mistake.name).toEqual(
        await marks(wrong.folder, SEED, ...tasks),
      );
    }
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

/** What each check of these tasks came to, or of all of them. */
async function marks(folder: string, seed: number, ...tasks: string[]): Promise<string[]> {
  const { stdout } = await kata([
    'check',
    ...(tasks.length > 0 ? tasks : ['0-10']),
    '--dir',
    folder,
    '--json',
    '--seed',
    String(seed),
  ]);
  const report = JSON.parse(stdout) as Report;
  expect(report.maxScore).toBeGreaterThan(0);
  return report.tasks.flatMap(({ checks }) => checks.map(({ id, outcome }) => `${id} ${outcome}`));
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
