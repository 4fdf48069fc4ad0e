import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { EXIT, UserError } from '../errors.ts';
import type { BatchOptions } from '../grading/batch/batch.ts';
import { ClassFolder, type RunHead } from '../grading/batch/class_folder.ts';
import { misfits } from '../grading/batch/deadlines.ts';
import { isGitMissing } from '../grading/batch/git_history.ts';
import { gradedClass } from '../grading/batch/graded_class.ts';
import { Job } from '../grading/batch/job_pool.ts';
import type { Policy } from '../grading/batch/policy.ts';
import { findSources, type Source } from '../grading/batch/sources.ts';
import { fingerprint } from '../grading/fingerprint.ts';
import { kataVersion } from '../grading/version.ts';
import { show } from '../intake/refusal.ts';
import { type Io, print, warn } from '../io.ts';
import { demandComplete } from '../packages.ts';
import { printable } from '../reporters/untrusted.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { demandApart } from './demand_apart.ts';
import { judgeClass } from './judge_class.ts';
import { conditionsOf, placesOf, policyOf } from './remembered.ts';
import { writeOutputs } from './write_outputs.ts';

export type GradeFlags = {
  out?: string;
  jobs?: string;
  resume?: boolean;
  seed?: string;
  sandbox?: string;
  policy?: string;
  remark?: string;
  demo?: boolean;
};

/** What judges, and the fingerprint that tells whether it is still the same. */
export type Judges = Pick<BatchOptions, 'newJob'> & { fingerprint: typeof fingerprint };

const JUDGES: Judges = { newJob: () => new Job(), fingerprint };

/**
 * `kata grade`: judges a class, and writes what came of it. Exit code 1 where a submission was refused, 3 where one could not be
 * judged.
 */
export async function grade(io: Io, paths: string[], flags: GradeFlags, judges = JUDGES): Promise<number> {
  const tasks = await loadTasks();
  if (flags.remark !== undefined) return remark(io, flags.remark, paths, flags, tasks);
  if (flags.demo) {
    if (paths.length > 0)
      throw new UserError('--demo makes its own submissions. Leave yours out, or leave --demo out.');
    return (await import('./grade_demo.ts')).gradeDemo(io, flags);
  }
  const out = flags.out;
  if (!out) throw new UserError('Where shall the results go? Name a new folder: --out results.');
  return gradeSources(io, paths, { ...flags, out }, tasks, judges);
}

/** The same, once it is known where the results go. */
export async function gradeSources(
  io: Io,
  paths: string[],
  flags: GradeFlags & { out: string },
  tasks: Task[],
  judges = JUDGES,
): Promise<number> {
  const jobs = readJobs(flags.jobs);
  demandComplete();
  const shown = flags.out;
  const path = resolve(shown);
  const earlier = flags.resume ? await ClassFolder.open(path, shown) : undefined;
  const places = placesOf(paths, path, earlier);
  const found = await findSources(places.named);
  const { sources, notes } = found;
  const { policy, remembered } = await policyOf(flags.policy, tasks, path, earlier);
  await demandApart(path, found, shown);
  tellMisfits(io, policy, sources);
  if (policy.late && isGitMissing(sources.map((source) => String(source.path))))
    warn(
      io,
      'There is no git here to read the commits of clones: the times of their files count. Install git, then run it again.',
    );
  const conditions = await conditionsOf(io, flags, earlier);
  const checks = await judges.fingerprint(tasks, conditions.sandbox);
  const head = { kata: kataVersion(), checks, ...conditions, ...places.remembered, ...remembered };
  // The sample class has no place to come back to.
  if (flags.demo) head.sources = [];
  const folder = earlier ?? (await ClassFolder.create(path, shown, head, sources));
  if (earlier) await resume(io, earlier, head, sources, shown);
  print(io, ...notes.map(printable));
  const { stopped, done } = await judgeClass(io, { sources, folder, jobs, newJob: judges.newJob });
  const graded = await gradedClass(folder, tasks, policy, done);
  await writeOutputs(folder, graded);
  const missing = sources.length - graded.learners.length;
  if (missing > 0) {
    io.unread.throwIfAborted();
    print(io, `${missing} submissions are not judged yet. Go on: npx kata grade --out ${shown} --resume`);
    return stopped ? EXIT.interrupted : EXIT.checker;
  }
  await folder.record({ finished: true });
  const errors = graded.learners.filter(({ result }) => result.status === 'error');
  const refused = graded.learners.filter(({ result }) => result.status === 'refused').length;
  const parts = [`${graded.learners.length} submissions`, ...(refused > 0 ? [`${refused} refused`] : [])];
  print(io, `${parts.join(', ')}. Open ${shown}/report.html; the marks are in ${shown}/grades.csv.`);
  for (const { name, result } of errors) warn(io, `${name} could not be judged: ${result.reason}`);
  if (errors.length > 0) warn(io, 'Run the same with --resume to try those again.');
  if (errors.length > 0) return EXIT.checker;
  return refused > 0 ? EXIT.failed : EXIT.passed;
}

/** Marks the results of an earlier run under another policy. Nothing is run. */
async function remark(io: Io, out: string, paths: string[], flags: GradeFlags, tasks: Task[]): Promise<number> {
  if (paths.length > 0) throw new UserError('--remark takes the folder of results alone: nothing is judged again.');
  const path = resolve(out);
  const folder = await ClassFolder.open(path, out);
  if (!folder.manifest.finished)
    throw new UserError(
      `The run in ${out} is not finished, so marks could be of earlier work. Go on first: npx kata grade --out ${out} --resume`,
    );
  const { policy, remembered } = await policyOf(flags.policy, tasks, path, folder);
  const graded = await gradedClass(folder, tasks, policy);
  const there = new Set(graded.learners.map(({ name }) => name));
  const lost = folder.manifest.submissions.flatMap(({ name }) => (there.has(name) ? [] : [show(name)]));
  if (lost.length > 0)
    throw new UserError(
      `The results of ${lost.join(', ')} are missing in ${out}, or cannot be read. Judge them again: npx kata grade --out ${out} --resume`,
    );
  await folder.record(remembered);
  tellMisfits(io, policy, graded.learners);
  await writeOutputs(folder, graded);
  print(io, `${graded.learners.length} submissions were marked anew. The marks are in ${out}/grades.csv.`);
  return EXIT.passed;
}

/** Goes on with a run, and says what of it does not hold any more. */
async function resume(io: Io, folder: ClassFolder, head: RunHead, sources: Source[], shown: string): Promise<void> {
  const names = new Set(sources.map(({ name }) => name));
  const before = folder.manifest.submissions;
  const gone = before.flatMap(({ name }) => (names.has(name) ? [] : [show(name)]));
  if (gone.length > 0 && gone.length === before.length)
    throw new UserError(
      `Nobody of the run in ${shown} is among these submissions. Name the class of that run, or grade into a new folder.`,
    );
  if (gone.length > 0)
    warn(io, `No longer among the submissions: ${gone.join(', ')}. What ${shown} holds of them is removed.`);
  if (folder.manifest.checks !== head.checks)
    print(io, 'The checks, or what runs them, have changed since this run: every submission is judged again.');
  await folder.update(head, sources);
}

/** A row of deadlines that fits nobody is no reason to stop: that learner may not have handed in. Nor is it passed over. */
function tellMisfits(io: Io, { late }: Policy, learners: { name: string }[]): void {
  const names = learners.map(({ name }) => name);
  if (late) for (const sentence of misfits(late.deadlines, late.file, names)) warn(io, sentence);
}

function readJobs(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  const jobs = Number(text);
  if (/^\d+$/.test(text) && jobs >= 1 && jobs <= 64) return jobs;
  throw new UserError(`--jobs takes a whole number from 1 to 64, not "${text}".`);
}
