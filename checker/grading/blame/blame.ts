import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { courseFile } from '../../course/course.ts';
import type { CompiledSubmission } from '../../harness/compile.ts';
import type { RunContext } from '../../harness/fleet.ts';
import { LIMITS } from '../../harness/limits.ts';
import type { Failure } from '../../harness/verdict.ts';
import { loadTasks, type Task } from '../../tasks.ts';
import type { CollectedFile, CollectedTest } from '../collect.ts';
import { rounded, scoreOf, sum } from '../points.ts';
import type { Report } from '../report.ts';
import type { CheckRunner } from '../run_checks.ts';
import {
  type Attempt,
  type Failing,
  type Findings,
  findConsequences,
  findLoadConsequences,
  type Trial,
} from './consequences.ts';
import { hybridOf, referenceAfter } from './hybrid.ts';
import { type Repair, repairsOf } from './repairs.ts';

/** What is judged: the report so far, and all that it takes to judge the submission in another form. */
export type Blamed = {
  report: Report;
  /** The tasks of the report, in its order, and what their checks came to. */
  tasks: Task[];
  files: readonly CollectedFile[];
  submission: CompiledSubmission;
  runner: CheckRunner;
  context: Omit<RunContext, 'id' | 'tasks' | 'shared'>;
  /** Empties the folder that the submission writes to. */
  empty: () => Promise<void>;
};

/**
 * The report, with the checks marked that fail only because of another task's work. Where checks of one task alone failed,
 * or something could not be judged, it stays as it is. Faults of ours come as `errors`.
 */
export async function blame(blamed: Blamed): Promise<{ report: Report; errors: string[] }> {
  const { report, tasks, submission } = blamed;
  // Of a task that is not begun, nothing can pass by the repair of another one; and it causes nothing.
  const begun = new Set<number>();
  for (const task of tasks) if (await isBegun(task, submission)) begun.add(task.number);
  const all = report.tasks.flatMap(({ number, checks }) => checks.map((check, place) => ({ number, place, check })));
  const failing = all
    .filter(({ number, check }) => begun.has(number) && check.outcome !== 'passed')
    .map(({ number, place, check: { guard, outcome, open } }): Failing => {
      return { task: number, place, guard, failed: outcome === 'failed', open: open === true };
    });
  const isKnown = all.every(({ check }) => check.outcome !== 'error');
  if (!isKnown || new Set(failing.map(({ task }) => task)).size < 2) return { report, errors: [] };
  const last = Math.max(...tasks.map(({ number }) => number));
  const named = repairsOf((await loadTasks()).filter(({ number }) => number <= last));
  // Nobody knows where a learner has the work of a file that is not there.
  const [repairs, missing] = [true, false].map((isThere) =>
    named.filter(({ file }) => submission.sources.has(file) === isThere),
  ) as [Repair[], Repair[]];
  const errors: string[] = [];
  const attempt = attemptWith(blamed, { last, errors });
  const fault = report.diagnostics.find(({ kind }) => kind === 'did not load');
  const { consequences, settled, untold } = fault
    ? await findLoadConsequences(failing, { repairs, file: fault.error?.file }, attempt)
    : await findConsequences(failing, repairs, attempt);
  const moved = missing.filter(({ owners }) => owners.some((owner) => owner < Math.max(...begun)));
  const files = [...new Set(moved.map(({ file }) => `\`${file}\``))];
  const isMoved = !settled && files.length > 0;
  const reasons = [...untold, ...(isMoved ? [`your server has no ${files.join(' and no ')}`] : [])];
  return { report: marked(report, failing, { consequences, reasons }), errors };
}

type Trying = { last: number; errors: string[] };

function attemptWith({ tasks, files, submission, runner, context, empty }: Blamed, { last, errors }: Trying): Attempt {
  const time = { left: LIMITS.blame };
  return async (repairs: readonly Repair[], checks: readonly Failing[]): Promise<Trial> => {
    const asked = Map.groupBy(checks, ({ task }) => task);
    const reference = await referenceAfter(last, await loadTasks());
    const replaced = await hybridOf(repairs, { submission, reference });
    const pathOf = (number: number) => tasks.find((task) => task.number === number)?.checks as string;
    const titleOf = (path: string, { place }: Failing) =>
      files.find((file) => file.path === path)?.tests[place]?.title ?? '';
    const only = Object.fromEntries(
      [...asked].map(([task, own]) => [pathOf(task), own.map((check) => titleOf(pathOf(task), check))]),
    );
    const paths = Object.keys(only);
    const run = { ...context, tasks: paths.length, shared: true, replaced, only };
    for (let isLast = false; ; isLast = true) {
      await empty();
      const ran = await runner.run({ ...run, id: randomUUID() }, paths, time);
      const faults = [...ran.errors, ...ran.files.flatMap(faultsOf)];
      // What came of the machine does not come twice.
      if (faults.length > 0 && !isLast) continue;
      errors.push(...faults);
      return { ...trialOf(ran.files, asked, pathOf), over: time.left <= 0 };
    }
  };
}

/** What went wrong on our side. */
function faultsOf({ errors, tests }: CollectedFile): string[] {
  const faults = tests.flatMap(({ result, evidence }) =>
    result && 'fault' in result && !evidence?.brokeProtocol ? [result.fault] : [],
  );
  return [...errors, ...faults];
}

function trialOf(
  files: CollectedFile[],
  asked: ReadonlyMap<number, readonly Failing[]>,
  pathOf: (task: number) => string,
): Trial {
  const found = [...asked].flatMap(([task, checks]) => {
    const tests = files.find(({ path }) => path === pathOf(task))?.tests;
    return checks.map((check) => ({ check, test: tests?.[check.place] }));
  });
  const passed = new Set(found.filter(({ test }) => test?.result?.passed).map(({ check }) => check));
  // What is blocked says nothing of that.
  const failures = found.flatMap(({ test }) => failureOf(test) ?? []).filter(({ outcome }) => outcome === 'failed');
  const loads = passed.size > 0 || failures.length === 0 || failures.some(({ cause }) => cause !== 'did not load');
  return { passed, loads, ...(!loads && { file: failures.find(({ error }) => error?.file)?.error?.file }) };
}

function failureOf(test: CollectedTest | undefined): Failure | undefined {
  return test?.result && 'failure' in test.result ? test.result.failure : undefined;
}

/** Whether anything of a task's work is there: its files, not as they were given, with its method, if it has one. */
async function isBegun({ touches, creates, starter, member }: Task, { sources }: CompiledSubmission): Promise<boolean> {
  if (!creates.every((file) => sources.has(file))) return false;
  if (member && ![...sources.values()].some((content) => content.includes(member.name))) return false;
  for (const file of [...touches, ...creates])
    if (!sources.get(file)?.equals(await courseFile(join(starter, file)))) return true;
  return false;
}

type Marks = Pick<Findings, 'consequences'> & { reasons: readonly string[] };

function marked(report: Report, failing: readonly Failing[], { consequences, reasons }: Marks): Report {
  const tasks = report.tasks.map((task) => {
    const checks = task.checks.map((check, place) => {
      const found = failing.find((each) => each.task === task.number && each.place === place);
      const consequence = found && consequences.get(found);
      return consequence ? { ...check, consequence } : check;
    });
    return { ...task, checks, score: scoreOf({ ...task, checks }) };
  });
  return {
    ...report,
    tasks,
    score: rounded(sum(tasks.map(({ score }) => score))),
    diagnostics: [...report.diagnostics, ...(reasons.length > 0 ? [untoldDiagnostic(reasons)] : [])],
  };
}

function untoldDiagnostic(reasons: readonly string[]): Report['diagnostics'][number] {
  return {
    kind: 'consequences',
    message: `It could not be told which failures follow from others: ${reasons.join('; and ')}. So each of them counts.`,
  };
}
