import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXIT, UserError } from '../errors.ts';
import { checkSubmission, randomSeed } from '../grading/check_submission.ts';
import type { Report } from '../grading/report.ts';
import { hasEntry } from '../harness/compile.ts';
import { ENTRY_MODULE } from '../harness/rules.ts';
import { PROJECT } from '../project.ts';
import { toJson } from '../reporters/json.ts';
import { toTerminal } from '../reporters/terminal.ts';
import { advance } from '../stages/advance.ts';
import { readProgress } from '../stages/progress.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { wantsColor } from './color.ts';
import { selectLevel } from './select_level.ts';
import { selectTasks } from './select_tasks.ts';

export type CheckFlags = { dir?: string; json?: boolean; seed?: string; sandbox?: string };

/** `kata check`: judges a submission, prints the report and gives the exit code. */
export async function check(selection: string[], { dir, json = false, seed, sandbox }: CheckFlags): Promise<number> {
  const tasks = await loadTasks();
  const folder = dir === undefined ? PROJECT.workspace : resolve(dir);
  const own = dir === undefined;
  const selected = selection.length > 0 ? selectTasks(tasks, selection) : upToPresent(tasks, own);
  requireSubmission(folder, own);
  const { report, errors } = await checkSubmission({
    folder,
    tasks: selected,
    seed: readSeed(seed),
    level: selectLevel(sandbox, { own }),
  });
  process.stdout.write(
    json ? toJson(report) : toTerminal(report, { color: wantsColor(process.stdout), specOf: specOf(tasks) }),
  );
  for (const error of errors) console.error(error);
  const code = exitCode(report, errors);
  if (own && selection.length === 0 && code === EXIT.passed) await tellAdvance(tasks, json);
  return code;
}

/** All tasks up to the present one; of a submission elsewhere, whose progress nobody knows, all. */
function upToPresent(tasks: Task[], own: boolean): Task[] {
  return own ? tasks.filter(({ number }) => number <= readProgress().present) : tasks;
}

function requireSubmission(folder: string, own: boolean): void {
  if (own && !existsSync(folder)) throw new UserError('There is no workspace yet. Run `npx kata start` to make it.');
  if (!existsSync(folder))
    throw new UserError(`There is no folder ${folder}. Name the folder that holds ${ENTRY_MODULE}.`);
  if (!statSync(folder).isDirectory())
    throw new UserError(`${folder} is no folder. Name the folder that holds ${ENTRY_MODULE}.`);
  if (!hasEntry(folder))
    throw new UserError(`${folder} has no ${ENTRY_MODULE}. Name the folder that holds it, or put the file back.`);
}

function readSeed(text: string | undefined): number {
  if (text === undefined) return randomSeed();
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < 2 ** 32) return seed;
  throw new UserError(
    `--seed takes a whole number from 0 to ${2 ** 32 - 1}, not "${text}". A report prints the seed that it used.`,
  );
}

function exitCode({ tasks }: Report, errors: string[]): number {
  const outcomes = tasks.flatMap(({ checks }) => checks.map(({ outcome }) => outcome));
  if (errors.length > 0 || outcomes.includes('error') || outcomes.length === 0) return EXIT.checker;
  return outcomes.every((outcome) => outcome === 'passed') ? EXIT.passed : EXIT.failed;
}

async function tellAdvance(tasks: Task[], json: boolean): Promise<void> {
  const sentences = await advance(tasks);
  // With --json the report stands alone on stdout.
  for (const sentence of sentences) (json ? console.error : console.log)(sentence);
}

function specOf(tasks: Task[]): (number: number) => string {
  return (number) => `tasks/${tasks.find((task) => task.number === number)?.name}/README.md`;
}
