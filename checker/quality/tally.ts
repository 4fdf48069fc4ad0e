import { isMistake, type JudgedMutant } from './mutant.ts';

/** What the checks of one task do to a family of mutants. */
export type Tally = {
  /** `null`: code that learners are given, in files that a task changes. */
  task: number | null;
  mutants: number;
  /** As right as the finished server. They count in none of the other numbers but the first. */
  noMistakes: number;
  killed: number;
  /** Killed by a check of their own task, and not only by one of a later one. */
  atItsTask: number;
  /** The first check that failed proves one of the requirements that the mutant breaks. Missing where nobody can say. */
  rightRequirement?: number;
};

/** The numbers, task by task, in order; those of given code first. */
export function tallies(mutants: readonly JudgedMutant[]): Tally[] {
  const tasks = [...new Set(mutants.map(({ task }) => task))].sort((one, other) => (one ?? -1) - (other ?? -1));
  return tasks.map((task) =>
    tally(
      task,
      mutants.filter((mutant) => mutant.task === task),
    ),
  );
}

/** The mutants that live and should not. */
export function survivors(mutants: readonly JudgedMutant[]): JudgedMutant[] {
  return mutants.filter((mutant) => !mutant.killedBy && isMistake(mutant));
}

/** The share of mutants that are killed, of those that can be: 0 to 1. */
export function killRate({ mutants, noMistakes, killed }: Pick<Tally, 'mutants' | 'noMistakes' | 'killed'>): number {
  return mutants === noMistakes ? 1 : killed / (mutants - noMistakes);
}

function tally(task: number | null, mutants: readonly JudgedMutant[]): Tally {
  const counted = mutants.filter(isMistake);
  const killed = counted.filter(({ killedBy }) => killedBy);
  const judgeable = mutants.filter(({ requirements }) => requirements);
  return {
    task,
    mutants: mutants.length,
    noMistakes: mutants.length - counted.length,
    killed: killed.length,
    atItsTask: killed.filter(({ killedBy }) => task === null || killedBy?.task === task).length,
    ...(judgeable.length > 0 && { rightRequirement: judgeable.filter(isRight).length }),
  };
}

function isRight({ killedBy, requirements = [] }: JudgedMutant): boolean {
  return killedBy?.requirements.some((id) => requirements.includes(id)) ?? false;
}
