import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { copySolution } from '../fixtures/copy_solution.ts';
import { rightSolutions } from '../fixtures/right.ts';
import { submission } from '../fixtures/submission.ts';
import { Lanes } from '../grading/lanes.ts';
import { applyMistake } from '../mutants/apply.ts';
import { escapedFaults } from '../mutants/outside/escaped.ts';
import { type Fault, faults } from '../mutants/outside/faults.ts';
import { PROJECT } from '../project.ts';
import { bestLevel } from '../sandbox/available.ts';
import { loadTasks } from '../tasks.ts';

/**
 * `npm run seeds -- right 1 50`: whether every right solution passes everything under each of these seeds. `npm run seeds -- faults 1 10`:
 * whether each fault from outside loses the same checks under each of them. Ends with 1 where that is not so; all results are then
 * in `.kata/seeds.json`.
 */

/** What is judged under each seed. `right`: nothing may fail. Otherwise something must, and the same under all seeds. */
type Subject = { name: string; right: boolean; copy: () => ReturnType<typeof submission>; tasks: Set<number> };

const [what, firstText = '', lastText = ''] = process.argv.slice(2);
const [first, last] = [Number(firstText), Number(lastText)];
const all = await loadTasks();
const subjects = { right: rightOnes(), faults: [...faults, ...escapedFaults].map(fromFault) }[String(what)];
if (!subjects || !/^\d+$/.test(firstText) || !/^\d+$/.test(lastText) || first > last) {
  console.error('Of what, and from which seed to which? For example: npm run seeds -- right 1 50');
  process.exit(2);
}

const level = bestLevel();
const lanes = await Lanes.open(availableParallelism());
const found = await Promise.all(subjects.map(judged));
await lanes.close();
const strange = found.filter(({ right, lost }) => {
  const results = new Set(Object.values(lost));
  return results.size > 1 || results.has('') !== right;
});
mkdirSync(PROJECT.derived, { recursive: true });
writeFileSync(join(PROJECT.derived, 'seeds.json'), `${JSON.stringify(found, null, 2)}\n`);
for (const { name, lost } of strange) console.log(name, lost);
const seeds = last - first + 1;
console.log(
  `${found.length - strange.length} of ${found.length} came to what they should under all ${seeds} seeds, at ${level}.`,
);
process.exitCode = strange.length > 0 ? 1 : 0;

/** What a subject lost under each seed: the ids of checks that did not pass, or the error that kept it from being judged. */
async function judged({
  name,
  right,
  copy,
  tasks,
}: Subject): Promise<{ name: string; right: boolean; lost: Record<number, string> }> {
  await using there = await copy();
  const lost: Record<number, string> = {};
  for (let seed = first; seed <= last; seed += 1) {
    const options = { folder: there.folder, tasks: all.filter(({ number }) => tasks.has(number)), name, seed, level };
    const { report, errors } = await lanes.check(options);
    const others = report.tasks.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome !== 'passed');
    lost[seed] = [
      ...errors,
      ...others.map(({ id, outcome }) => (outcome === 'failed' ? id : `${id} ${outcome}`)),
    ].join();
  }
  return { name, right, lost };
}

function rightOnes(): Subject[] {
  const tasks = new Set(all.map(({ number }) => number));
  return [null, ...rightSolutions.map(({ name }) => name)].map((name) => {
    return { name: name ?? 'the finished server', right: true, copy: () => copySolution(name), tasks };
  });
}

function fromFault(fault: Fault): Subject {
  const tasks = new Set([fault.task, ...fault.breaks.map((id) => Number.parseInt(id, 10))]);
  const copy = async () => {
    const wrong = await submission();
    await applyMistake(fault, wrong.folder);
    return wrong;
  };
  return { name: fault.name, right: false, copy, tasks };
}
