import { changeFiles } from '../fixtures/change.ts';
import { submission } from '../fixtures/submission.ts';
import type { Judge, Judged } from '../grading/lanes.ts';
import type { Report } from '../grading/report.ts';
import { applyMistake } from '../mutants/apply.ts';
import type { Mistake } from '../mutants/mistake.ts';
import type { FileTree } from '../stages/compose.ts';
import type { Task } from '../tasks.ts';
import { explanationOf } from './explained.ts';
import type { GeneratedMutant } from './generate.ts';
import type { JudgedMutant, Kill, Mutant } from './mutant.ts';

type Course = { judge: Judge; tasks: Task[] };

/** A mistake in a copy of the finished server, against the checks. */
export async function judgeMistake(mistake: Mistake, course: Course): Promise<JudgedMutant> {
  const { name, task, mistake: change, caughtBy } = mistake;
  await using wrong = await submission();
  await applyMistake(mistake, wrong.folder);
  return await judgeMutant({ name, task, change, requirements: caughtBy }, { folder: wrong.folder }, course);
}

/** Generated mutants against the checks. All are in one server, behind switches. `done` hears of each as it is judged. */
export async function judgeGenerated(
  mutants: GeneratedMutant[],
  { server, judge, tasks, done }: Course & { server: FileTree; done: () => void },
): Promise<JudgedMutant[]> {
  await using copy = await submission();
  await changeFiles(copy.folder, server);
  const { folder } = copy;
  // A server that does not pass with all switches off would kill every mutant.
  const kill = firstFailure(await judge.judge({ folder, tasks }));
  if (kill) throw new Error(`The instrumented server fails without any mutant: ${kill.check} ${kill.reason}`);
  return await Promise.all(
    mutants.map(async (mutant) => {
      const judged = await judgeMutant(mutant, { folder, environment: mutant.environment }, { judge, tasks });
      done();
      const explanation = explanationOf(mutant);
      return { ...judged, ...(explanation && { explanation }) };
    }),
  );
}

/** First the checks of its task; where these do not kill it, those of the later ones. Given code is there from task 0 on. */
async function judgeMutant(
  mutant: Mutant,
  submission: Omit<Judged, 'tasks'>,
  { judge, tasks }: Course,
): Promise<JudgedMutant> {
  const number = mutant.task ?? 0;
  const own = tasks.filter((task) => task.number === number);
  const later = tasks.filter((task) => task.number > number);
  for (const some of [own, later]) {
    if (some.length === 0) continue;
    const killedBy = firstFailure(await judge.judge({ ...submission, tasks: some }));
    if (killedBy) return { ...mutant, killedBy };
  }
  return { ...mutant, killedBy: null };
}

function firstFailure(report: Report): Kill | null {
  for (const { number, checks } of report.tasks) {
    const failed = checks.find(({ outcome }) => outcome === 'failed');
    if (failed) {
      const { id, requirements, reason = '' } = failed;
      return { task: number, check: id, requirements, reason };
    }
  }
  return null;
}
