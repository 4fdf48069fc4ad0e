import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../errors.ts';
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

const tasks = await loadTasks();

const FAMILIES = ['mistakes', 'generated'] as const;

type Flags = { family?: (typeof FAMILIES)[number]; task?: number; jobs: number };

const command = new Command('npm run mutants --')
  .description('Judges wrong servers, and tells how many of them the checks let through.')
  .addOption(new Option('--family <name>', 'only these mutants').choices(FAMILIES))
  .option('--task <number>', 'only the mutants of this task', numberOfTask)
  // A mutant that never answers is waited for, which costs no processor: so more of them than there are processors.
  .option('--jobs <number>', 'how many are judged at the same time', positive, 2 * availableParallelism())
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.passed : EXIT.usage))
  .parse();
const { family, task: onlyTask, jobs } = command.opts<Flags>();
const isWhole = family === undefined && onlyTask === undefined;
const isWanted = ({ task }: { task: number | null }) => onlyTask === undefined || task === onlyTask;

const lanes = await Lanes.open(jobs);
try {
  const made = family === 'generated' ? [] : await handMade();
  const generated = family === 'mistakes' ? [] : await generatedOnes();
  const faults = [...faultsOfMistakes(made), ...faultsOfGenerated(generated)];
  mkdirSync(PROJECT.derived, { recursive: true });
  // A part of them is no figure to state.
  const file = join(PROJECT.derived, isWhole ? 'mutants.json' : 'mutants_part.json');
  const figures = { mistakes: figuresOf(made), generated: figuresOf(generated) };
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`All figures, and each mutant, are in ${file}`);
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? EXIT.passed : EXIT.failed;
} finally {
  await lanes.close();
}

function numberOfTask(text: string): number {
  const task = tasks.find(({ number }) => String(number) === text);
  if (task) return task.number;
  throw new InvalidArgumentError(`Give a number from 0 to ${tasks.length - 1}.`);
}

function positive(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number above 0.');
}

async function handMade(): Promise<JudgedMutant[]> {
  const wanted = mistakes.filter(isWanted);
  const done = counter('mistakes', wanted.length);
  const judged = await Promise.all(
    wanted.map(async (mistake) => {
      const one = await judgeMistake(mistake, { judge: lanes, tasks });
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
    judge: lanes,
    tasks,
    done: counter('generated mutants', wanted.length),
  });
  show('Mutants that Stryker generated', judged);
  return judged;
}

function figuresOf(judged: JudgedMutant[]): { tallies: Tally[]; mutants: JudgedMutant[] } {
  return { tallies: tallies(judged), mutants: judged };
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
