import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EXIT, UserError } from '../errors.ts';
import type { CheckedSubmission, CheckOptions } from '../grading/check_submission.ts';
import type { Report } from '../grading/report.ts';
import { startTypeCheck } from '../grading/type_advice.ts';
import { hasEntry } from '../harness/compile.ts';
import { ENTRY_MODULE } from '../harness/rules.ts';
import { demandApi } from '../intake/folder_root.ts';
import { takeIn } from '../intake/intake.ts';
import { type Io, print, warn } from '../io.ts';
import type { Home } from '../project.ts';
import { toJson } from '../reporters/json.ts';
import { readSentence } from '../reporters/moves.ts';
import { toTerminal } from '../reporters/terminal.ts';
import { toTimeline } from '../reporters/timeline.ts';
import { typeAdviceLines } from '../reporters/type_advice.ts';
import { advance, recordPassed } from '../stages/advance.ts';
import { readProgress } from '../stages/progress.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { temporaryFolder } from '../temporary.ts';
import { readSeed } from './read_seed.ts';
import { selectLevel } from './select_level.ts';
import { selectTasks } from './select_tasks.ts';
import { wantsColor } from './terminal.ts';

export type CheckFlags = {
  dir?: string;
  json?: boolean;
  seed?: string;
  sandbox?: string;
  /** Every failed check in full; with `timeline`, every check. */
  all?: boolean;
  /** The steps of the checks in the place of their messages. */
  timeline?: boolean;
};

/** How long advice about types is waited for, once the checks are done. Milliseconds. */
const PATIENCE = 1000;

/** `kata check`: judges a submission, prints the report and gives the exit code. */
export async function check(io: Io, selection: string[], flags: CheckFlags): Promise<number> {
  const { dir, json = false, seed, sandbox } = flags;
  const tasks = await loadTasks();
  if (dir === '') throw new UserError(`--dir needs the folder that holds ${ENTRY_MODULE}.`);
  const { home } = io;
  const folder = dir === undefined ? home.workspace : resolve(dir);
  const own = dir === undefined;
  const selected = selection.length > 0 ? selectTasks(tasks, selection) : own ? upToPresent(home, tasks) : tasks;
  const options = {
    tasks: selected,
    seed: readSeed(seed),
    level: selectLevel(sandbox, { own }),
    name: basename(folder),
    blame: true,
  };
  // Types are told of one's own work, beside the checks; they are no part of the report.
  const types = own && !json && !flags.timeline && hasEntry(folder) ? startTypeCheck(home) : undefined;
  const { report, errors } = own ? await checkOwn(io, options) : await checkForeign(io, folder, options);
  const advice = typeAdviceLines((await types?.within(PATIENCE)) ?? []);
  io.stdout.write(json ? toJson(report) : textOf(io, report, flags, advice));
  for (const error of errors) warn(io, io.env.KATA_DEBUG ? error : faultSentence(error));
  const code = exitCode(report, errors);
  if (own) recordPassed(home, passedTasks(report));
  if (own && selection.length === 0 && code === EXIT.passed) await tellAdvance(io, tasks, json);
  return code;
}

function textOf(io: Io, report: Report, { all = false, timeline = false }: CheckFlags, advice: string[]): string {
  const terminal = { color: wantsColor(io), width: io.stdout.columns, all };
  return timeline ? toTimeline(report, terminal) : toTerminal(report, { ...terminal, advice });
}

function upToPresent(home: Home, tasks: Task[]): Task[] {
  const { present } = readProgress(home);
  return tasks.filter(({ number }) => number <= present);
}

type Options = Omit<CheckOptions, 'folder'>;

async function checkOwn({ home, judge }: Io, options: Options): Promise<CheckedSubmission> {
  const folder = home.workspace;
  if (!existsSync(folder)) throw new UserError('There is no workspace yet. Run `npx kata start` to make it.');
  demandApi(folder);
  return judge({ ...options, folder });
}

/** A submission of somebody else's is copied first, by the rules of the intake: nothing else of it is ever read. */
async function checkForeign({ judge }: Io, source: string, options: Options): Promise<CheckedSubmission> {
  await using copy = await temporaryFolder();
  const intake = await takeIn(source, join(copy.path, 'submission'));
  if (!intake.accepted) throw new UserError(intake.reason);
  return await judge({ ...options, folder: join(copy.path, 'submission') });
}

function passedTasks({ tasks }: Report): number[] {
  const passed = tasks.filter(({ checks }) => checks.length > 0 && checks.every(({ outcome }) => outcome === 'passed'));
  return passed.map(({ number }) => number);
}

function exitCode({ tasks }: Report, errors: string[]): number {
  const outcomes = tasks.flatMap(({ checks }) => checks.map(({ outcome }) => outcome));
  if (errors.length > 0 || outcomes.includes('error') || outcomes.length === 0) return EXIT.checker;
  return outcomes.every((outcome) => outcome === 'passed') ? EXIT.passed : EXIT.failed;
}

async function tellAdvance(io: Io, tasks: Task[], json: boolean): Promise<void> {
  const said = await advance(io.home, tasks);
  const { present } = readProgress(io.home);
  const next = tasks.find(({ number }) => number === present);
  const sentences = next ? [...said, readSentence(next)] : said;
  // With --json the report stands alone on stdout.
  for (const sentence of sentences) json ? warn(io, sentence) : print(io, sentence);
}

/** A fault of ours, or of a test worker that a submission ended. No verdict came of it, and nobody needs its stack. */
function faultSentence(error: string): string {
  return `Something could not be judged: ${error.split('\n')[0]} Run it again with KATA_DEBUG=1 to see where.`;
}
