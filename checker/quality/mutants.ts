import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Lanes } from '../grading/lanes.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { PROJECT } from '../project.ts';
import { loadTasks } from '../tasks.ts';
import { explained } from './explained.ts';
import { generateMutants } from './generate.ts';
import { judgeGenerated, judgeMistake } from './judge_mutants.ts';
import { isMistake, type JudgedMutant } from './mutant.ts';
import { killRate, survivors, type Tally, tallies } from './tally.ts';

/**
 * `npm run mutants`: how many wrong servers the checks let through. Ends with 1 where a hand-made mistake lives, where fewer
 * generated mutants of a task are killed than the bar says, and where one that is no mistake is killed.
 */

/** The least share of generated mutants that must be killed in each task, and of right requirements among the mistakes. */
const BAR = 0.95;

// A mutant that never answers is waited for, which costs no processor: so more of them than there are processors.
const { values } = parseArgs({
  options: {
    family: { type: 'string', default: 'all' },
    task: { type: 'string' },
    jobs: { type: 'string', default: String(2 * availableParallelism()) },
  },
});
const families = values.family === 'all' ? ['mistakes', 'generated'] : [values.family];
const onlyTask = values.task === undefined ? undefined : Number(values.task);
const isWanted = ({ task }: { task: number | null }) => onlyTask === undefined || task === onlyTask;

const tasks = await loadTasks();
const lanes = await Lanes.open(Number(values.jobs));
try {
  const made = families.includes('mistakes') ? await handMade() : [];
  const generated = families.includes('generated') ? await generatedOnes() : [];
  const faults = [...faultsOfMistakes(made), ...faultsOfGenerated(generated)];
  mkdirSync(PROJECT.derived, { recursive: true });
  const file = join(PROJECT.derived, 'mutants.json');
  writeFileSync(
    file,
    `${JSON.stringify({ mistakes: { tallies: tallies(made), mutants: made }, generated: { tallies: tallies(generated), mutants: generated } }, null, 2)}\n`,
  );
  console.log(`All figures, and each mutant, are in ${file}`);
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await lanes.close();
}

async function handMade(): Promise<JudgedMutant[]> {
  const wanted = mistakes.filter(isWanted);
  const done = counter('mistakes', wanted.length);
  const judged = await Promise.all(
    wanted.map(async (mistake) => {
      const one = await judgeMistake(mistake, { lanes, tasks });
      done();
      return one;
    }),
  );
  show('Mistakes that somebody wrote down', judged);
  return judged;
}

async function generatedOnes(): Promise<JudgedMutant[]> {
  const { server, mutants } = await generateMutants(tasks);
  const wanted = mutants.filter(isWanted);
  const judged = await judgeGenerated(wanted, {
    server,
    lanes,
    tasks,
    done: counter('generated mutants', wanted.length),
  });
  show('Mutants that Stryker generated', judged);
  return judged;
}

/** Tells on a terminal how far it is. */
function counter(what: string, all: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    if (process.stdout.isTTY) process.stdout.write(done < all ? `\r${done} of ${all} ${what}` : '\r\x1b[K');
  };
}

function show(title: string, judged: JudgedMutant[]): void {
  console.log(`\n${title}`);
  console.table(tallies(judged).map(row));
  for (const { name, change, task } of survivors(judged))
    console.log(`\nIt lives (${task === null ? 'given code' : `task ${task}`}): ${name}\n${change}`);
}

function row(tally: Tally) {
  const { task, mutants, noMistakes: right, killed, atItsTask, rightRequirement } = tally;
  return {
    task: task ?? 'given code',
    mutants,
    'no mistakes': right,
    killed,
    'killed %': Number((killRate(tally) * 100).toFixed(1)),
    'at its task': atItsTask,
    ...(rightRequirement !== undefined && { 'by the right requirement': rightRequirement }),
  };
}

function faultsOfMistakes(judged: JudgedMutant[]): string[] {
  const late = judged.filter(({ killedBy, task }) => killedBy && killedBy.task !== task);
  const right = tallies(judged).reduce((sum, { rightRequirement = 0 }) => sum + rightRequirement, 0);
  return [
    ...survivors(judged).map(({ name }) => `The mistake ${name} lives.`),
    ...late.map(({ name, killedBy }) => `The mistake ${name} is killed in task ${killedBy?.task} only.`),
    ...(right < judged.length * BAR
      ? [`Only ${right} of ${judged.length} mistakes fail with the right requirement first.`]
      : []),
  ];
}

function faultsOfGenerated(judged: JudgedMutant[]): string[] {
  const below = tallies(judged).filter((tally) => killRate(tally) < BAR);
  const killed = judged.filter((mutant) => mutant.killedBy && !isMistake(mutant));
  const unknown = onlyTask === undefined && judged.length > 0 ? unusedEntries(judged) : [];
  return [
    ...below.map(
      ({ task }) => `Too many generated mutants live in ${task === null ? 'the given code' : `task ${task}`}.`,
    ),
    ...killed.map(
      ({ name, killedBy }) =>
        `${name} is listed as no mistake, and a check fails it: ${killedBy?.check} ${killedBy?.reason}`,
    ),
    ...unknown,
  ];
}

function unusedEntries(judged: JudgedMutant[]): string[] {
  const used = judged.filter(({ explanation }) => explanation).length;
  return used >= explained.length ? [] : [`${explained.length - used} explanations fit no mutant.`];
}
