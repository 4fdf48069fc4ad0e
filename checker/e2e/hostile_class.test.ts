// @module-tag long
import { once } from 'node:events';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changeFiles } from '../fixtures/change.ts';
import { applyMistake } from '../mutants/apply.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { UNFINISHED } from '../sandbox/hostile/base.ts';
import { plantCanaries } from '../sandbox/hostile/canaries.ts';
import type { Hostile } from '../sandbox/hostile/fixture.ts';
import { SUITE } from '../sandbox/hostile/index.ts';
import { hostileSubmission, leftIn, survivorsIn } from '../sandbox/hostile.ts';
import { procFile } from '../sandbox/process_tree.ts';
import { finishedStage, starterOf } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { emptyClass, GRADE, startKata } from './graded.ts';
import { missingPart } from './system_parts.ts';

/** The whole class is for the night: `KATA_LONG=1 npx vitest run checker/e2e/hostile_class.test.ts`. */
const [HONEST, HOSTILE] = process.env.KATA_LONG ? [40, 20] : [6, 7];

const MOST_MEMORY = 400 * 1024 * 1024;

/** A third right, a third with a mistake, the rest stopped half-way or broken. */
async function writeHonest(folder: string, index: number): Promise<void> {
  const tasks = await loadTasks();
  const kind = index % 6;
  if (kind === 4) return changeFiles(folder, await starterOf((index * 3) % tasks.length, tasks));
  await changeFiles(folder, await finishedStage());
  if (kind === 5) await changeFiles(folder, [['api/v1/app.ts', `export const = ${index};\n`]]);
  if (kind === 2 || kind === 3)
    await applyMistake(mistakes[(index * 7) % mistakes.length] as (typeof mistakes)[0], folder);
}

/** From the whole suite, evenly, so that each kind is there. */
function someHostile(): Hostile[] {
  return Array.from(
    { length: HOSTILE - 2 },
    (_, index) => SUITE[Math.floor((index * SUITE.length) / (HOSTILE - 2))] as Hostile,
  );
}

/** The marks by name, as the table has them. */
async function marksOf(out: string): Promise<Map<string, string>> {
  const rows = (await readFile(join(out, 'grades.csv'), 'utf8')).trim().split(/\r?\n/).slice(1);
  return new Map(rows.map((row) => [row.split(',')[0] as string, row.split(',').slice(1).join(',')]));
}

/** Runs `kata grade` in a temporary folder of its own. Gives its exit code, and the most memory that it held, in bytes. */
async function grade(folder: string, out: string, temporary: string) {
  const child = startKata([...GRADE, folder, '--out', out, '--seed', '1', '--jobs', '2'], { TMPDIR: temporary });
  let memory = 0;
  const timer = setInterval(() => {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(procFile(child.pid as number, 'status'))?.[1];
    memory = Math.max(memory, Number(peak ?? 0) * 1024);
  }, 100);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  return { code, memory };
}

test.runIf(missingPart('strong') === undefined)(
  `${HONEST} honest submissions beside ${HOSTILE} hostile ones have the marks that they have alone`,
  async () => {
    await using canaries = await plantCanaries();
    await using alone = await emptyClass();
    await using mixed = await emptyClass();
    for (let index = 0; index < HONEST; index += 1)
      for (const made of [alone, mixed]) await writeHonest(made.at('class', `honest-${index}`), index);
    for (const [index, fixture] of someHostile().entries()) {
      const base = fixture.base === 'unfinished' ? [UNFINISHED] : [];
      await using hostile = await hostileSubmission([...base, fixture.changes], fixture.links ?? {}, canaries.places);
      // Each before an honest one, in the order of their names.
      await cp(hostile.folder, mixed.at('class', `honest-${index}-hostile`), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    await changeFiles(mixed.at('class', 'honest-0-deep'), [['api/v1/app.ts', '('.repeat(300_000)]]);
    await writeFile(mixed.at('class', 'honest-1-broken.zip'), 'no archive');

    const honest = await grade(alone.class, alone.out, canaries.temporary);
    expect(honest.code).toBe(0);
    const all = await grade(mixed.class, mixed.out, canaries.temporary);
    // One was refused.
    expect(all.code).toBe(1);
    expect(all.memory).toBeGreaterThan(0);
    expect(all.memory).toBeLessThan(MOST_MEMORY);

    const [expected, found] = [await marksOf(alone.out), await marksOf(mixed.out)];
    expect(found.size).toBe(HONEST + HOSTILE);
    expect(new Map([...found].filter(([name]) => expected.has(name)))).toEqual(expected);
    expect(await survivorsIn(canaries.temporary, { patience: 3000 })).toEqual([]);
    expect(await leftIn(canaries.temporary)).toEqual([]);
    expect(await canaries.harm()).toEqual([]);
  },
);
