import { randomInt, randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CompiledSubmission, compileSubmission } from '../harness/compile.ts';
import type { RunContext } from '../harness/fleet.ts';
import { stubBundle } from '../harness/stub_bundle.ts';
import { PROJECT } from '../project.ts';
import { sandboxOf } from '../sandbox/available.ts';
import type { Sandbox, SandboxLevel } from '../sandbox/level.ts';
import { newScratch } from '../sandbox/scratch.ts';
import { loadRequirements, loadTasks, type Task } from '../tasks.ts';
import { sweepTemporary, temporaryFolder } from '../temporary.ts';
import { blame } from './blame/blame.ts';
import { buildReport } from './build_report.ts';
import type { CollectedFile } from './collect.ts';
import { diagnose, type LoadProbe, readProbe } from './diagnose.ts';
import type { Report } from './report.ts';
import { CheckRunner } from './run_checks.ts';
import { kataVersion } from './version.ts';
import type { Place, Workbench } from './workbench.ts';

export type CheckOptions = {
  /** Absolute path of the submission. */
  folder: string;
  /** The tasks to check. */
  tasks: Task[];
  seed: number;
  level: SandboxLevel;
  /** Where the submission runs, where that is always the same place: processes can then be started before it is known. */
  workbench?: Workbench;
  /** Ends the run: nothing is started for it any more, and it fails with the signal's reason. */
  signal?: AbortSignal;
  /** How the report calls the submission; the name of its folder where nothing is said. */
  name?: string;
  /**
   * Whether learner processes are started before they are needed: a run is over sooner, and costs more. True where nothing is
   * said; of no use where every processor is busy.
   */
  ahead?: boolean;
  /** Whether it is found out which failures follow from the work of another task. They are not, where nothing is said. */
  blame?: boolean;
  /** Variables that each server of the submission gets beside those of its check. None where nothing is said. */
  environment?: Record<string, string>;
};

/** A report, and what went wrong on our side, for the log. */
export type CheckedSubmission = { report: Report; errors: string[] };

/** A seed for a run that was given none: 32 bits. */
export function randomSeed(): number {
  return randomInt(2 ** 32);
}

/** Judges one submission. The same submission, tasks, seed and version give the same report, to the byte. */
export async function checkSubmission(options: CheckOptions): Promise<CheckedSubmission> {
  const starting = CheckRunner.start(options.tasks.map(({ checks }) => checks));
  const swept = sweepTemporary().catch(() => {});
  try {
    return await checkWith(starting, options);
  } finally {
    await Promise.all([(await starting).close(), swept]);
  }
}

/** The same with a runner that serves several submissions, one after the other. It was started with these tasks, and perhaps more. */
export async function checkWith(
  starting: CheckRunner | Promise<CheckRunner>,
  options: CheckOptions,
): Promise<CheckedSubmission> {
  const { folder, tasks, seed, level, signal, name = basename(folder), environment = {}, ahead = true } = options;
  const sandbox = sandboxOf(level);
  const [submission, stub] = await Promise.all([compileSubmission(folder, sandbox), stubBundle()]);
  await using place = await (options.workbench ? options.workbench.lay(submission) : newPlace(submission, sandbox));
  const packages = await realpath(join(PROJECT.root, 'node_modules'));
  const { submission: root, scratch } = place;
  const confinement = { ...sandbox, stub, submission: root, packages, scratch };
  const confined = { confinement, seed, environment, ahead };
  const runner = await starting;
  signal?.throwIfAborted();
  const checks = tasks.map((task) => task.checks);
  const { files, errors } = await runInTurn(runner, { confined, checks, signal, empty: place.empty });
  const report = await reportOf({ files, tasks, submission, seed, level, name });
  const all = [...errors, ...files.flatMap((file) => file.errors)];
  signal?.throwIfAborted();
  if (!options.blame || all.length > 0) return { report, errors: all };
  return await blame({ report, tasks, files, submission, runner, context: confined, empty: place.empty });
}

type Judged = Pick<Place, 'empty'> & {
  confined: Pick<RunContext, 'confinement' | 'seed' | 'environment' | 'ahead'>;
  checks: string[];
  signal: AbortSignal | undefined;
};

/**
 * All tasks in few processes first, which is fast. What passes there passes; a task in which anything did not is judged anew,
 * as if alone: so nothing counts against a submission that came of another task, or of another server in its process. Where
 * something could not be found out, it is tried once more: that may have come of the machine.
 */
async function runInTurn(
  runner: CheckRunner,
  { confined, checks, signal, empty }: Judged,
): ReturnType<CheckRunner['run']> {
  const time = runner.time();
  const run = (paths: string[], shared: boolean) =>
    runner.run({ ...confined, id: randomUUID(), tasks: paths.length, shared }, paths, time);
  const settled: CollectedFile[] = [];
  const turns = checks.length === 1 ? [ALONE, ALONE] : [SHARED, ALONE, ALONE];
  for (let turn = 0; ; turn += 1) {
    const { shared, settles } = turns[turn] as typeof ALONE;
    const open = checks.filter((path) => !settled.some((file) => file.path === path));
    signal?.throwIfAborted();
    if (turn > 0) await empty();
    const { files, errors } = await run(open, shared);
    const isLast = turn === turns.length - 1;
    // A run with a fault of ours says nothing for good, also not where all its checks had ended before.
    if (isLast) settled.push(...files);
    else if (errors.length === 0) settled.push(...files.filter(settles));
    if (isLast || settled.length === checks.length) return { files: settled, errors };
  }
}

/** What a run says for good: that a task passes; and in the other one also what does not. */
const SHARED = { shared: true, settles: hasPassed };
const ALONE = { shared: false, settles: isKnown };

/** Whether each check came to an end, or to one that the submission brought about. */
function isKnown({ tests, errors }: CollectedFile): boolean {
  return (
    errors.length === 0 &&
    tests.every(({ result, evidence }) => (result && !('fault' in result)) || evidence?.brokeProtocol)
  );
}

function hasPassed({ tests, errors }: CollectedFile): boolean {
  return errors.length === 0 && tests.length > 0 && tests.every(({ result }) => result?.passed);
}

/** The submission where it was compiled, and a new folder for what it writes. */
async function newPlace({ root }: CompiledSubmission, sandbox: Sandbox): Promise<Place> {
  const folder = await temporaryFolder();
  const scratch = await newScratch(folder.path, sandbox);
  const end = async () => {
    await scratch[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  return { submission: root, scratch: scratch.path, empty: scratch.empty, [Symbol.asyncDispose]: end };
}

type Findings = Pick<CheckOptions, 'tasks' | 'seed' | 'level'> & {
  files: CollectedFile[];
  submission: CompiledSubmission;
  name: string;
};

async function reportOf({ files, tasks, submission, seed, level, name }: Findings): Promise<Report> {
  const head = {
    kata: kataVersion(),
    submission: name,
    contentHash: submission.contentHash,
    seed,
    runtime: `node ${process.versions.node}`,
    sandbox: level,
  };
  const judged = tasks.map((task) => ({ task, file: fileOf(task, files) }));
  const probe = readProbe(files);
  if (!probe.loads)
    blockAll(
      judged.map(({ file }) => file),
      probe,
    );
  // Of all tasks: a check may wait for a requirement of a task that is not checked now.
  const requirements = await loadRequirements(await loadTasks());
  const report = buildReport(head, judged, [], { requirements, sources: submission.sources });
  return { ...report, diagnostics: diagnose(submission, probe, report) };
}

function fileOf(task: Task, files: CollectedFile[]): CollectedFile {
  const found = files.find(({ path }) => path === task.checks);
  if (found) return found;
  throw new Error(`The checks of task ${task.number} were not run (${task.checks.slice(PROJECT.root.length + 1)}).`);
}

/** A server that does not load at all is reported once, by the first check; nothing can be said of the others. */
function blockAll(files: CollectedFile[], { failure }: Extract<LoadProbe, { loads: false }>): void {
  let reported = false;
  for (const test of files.flatMap(({ tests }) => tests)) {
    const reason = 'Your server does not load, so nothing else was judged.';
    test.result = {
      passed: false,
      failure: reported ? { outcome: 'blocked', cause: 'prerequisite', reason } : failure,
    };
    delete test.evidence;
    reported = true;
  }
}
