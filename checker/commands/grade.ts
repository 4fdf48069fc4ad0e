import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { EXIT, UserError } from '../errors.ts';
import { ClassFolder } from '../grading/batch/class_folder.ts';
import { misfits } from '../grading/batch/deadlines.ts';
import { gradedClass } from '../grading/batch/graded_class.ts';
import { NO_POLICY, type Policy, readPolicy } from '../grading/batch/policy.ts';
import { findSources, type Source } from '../grading/batch/sources.ts';
import { randomSeed } from '../grading/check_submission.ts';
import { kataVersion } from '../grading/version.ts';
import { type Io, print, warn } from '../io.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { judgeClass } from './judge_class.ts';
import { readSeed } from './read_seed.ts';
import { soundLevel } from './sound_level.ts';
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

/**
 * `kata grade`: judges a class, and writes what came of it. Exit code 1 where a submission was refused, 3 where one could not be
 * judged.
 */
export async function grade(io: Io, paths: string[], flags: GradeFlags): Promise<number> {
  const tasks = await loadTasks();
  if (flags.remark !== undefined) return remark(io, flags.remark, paths, flags, tasks);
  if (flags.demo) {
    if (paths.length > 0)
      throw new UserError('--demo makes its own submissions. Leave yours out, or leave --demo out.');
    return (await import('./grade_demo.ts')).gradeDemo(io, flags);
  }
  const out = flags.out;
  if (!out) throw new UserError('Where shall the results go? Name a new folder: --out results.');
  const sources = await findSources(paths);
  return gradeSources(io, sources, { ...flags, out }, tasks);
}

/** The same for submissions that were found already. */
export async function gradeSources(
  io: Io,
  sources: Source[],
  flags: GradeFlags & { out: string },
  tasks: Task[],
): Promise<number> {
  const jobs = readJobs(flags.jobs);
  const policy = await policyOf(flags, tasks);
  const shown = flags.out;
  const path = resolve(shown);
  tellMisfits(io, policy, sources);
  demandApart(path, sources, shown);
  const folder = flags.resume ? await reopen(io, path, flags, sources) : await create(io, path, flags, sources);
  const ended = await judgeClass(io, { sources, folder, jobs });
  const graded = await gradedClass(folder, tasks, policy);
  await writeOutputs(folder, graded);
  const missing = sources.length - graded.learners.length;
  if (missing > 0) {
    io.unread.throwIfAborted();
    print(io, `${missing} submissions are not judged yet. Go on: npx kata grade … --out ${shown} --resume`);
    return ended === 'stopped' ? EXIT.interrupted : EXIT.checker;
  }
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
  const folder = await ClassFolder.open(resolve(out), out);
  const policy = await policyOf(flags, tasks);
  const graded = await gradedClass(folder, tasks, policy);
  tellMisfits(io, policy, graded.learners);
  await writeOutputs(folder, graded);
  print(io, `${graded.learners.length} submissions were marked anew. The marks are in ${out}/grades.csv.`);
  return EXIT.passed;
}

async function create(
  io: Io,
  path: string,
  flags: GradeFlags & { out: string },
  sources: Source[],
): Promise<ClassFolder> {
  const seed = flags.seed === undefined ? randomSeed() : readSeed(flags.seed);
  const sandbox = await soundLevel(io, flags.sandbox);
  return ClassFolder.create(path, flags.out, { kata: kataVersion(), seed, sandbox }, sources);
}

async function reopen(
  io: Io,
  path: string,
  { out: shown, seed, sandbox }: GradeFlags & { out: string },
  sources: Source[],
): Promise<ClassFolder> {
  const folder = await ClassFolder.open(path, shown);
  const { manifest } = folder;
  if (seed !== undefined && readSeed(seed) !== manifest.seed)
    throw new UserError(
      `The run in ${shown} has the seed ${manifest.seed}. Leave --seed out, or grade into a new folder.`,
    );
  if (manifest.kata !== kataVersion())
    throw new UserError(
      `The run in ${shown} was made by kata ${manifest.kata}, and this is ${kataVersion()}. Grade into a new folder.`,
    );
  const level = await soundLevel(io, sandbox ?? manifest.sandbox);
  if (level !== manifest.sandbox)
    throw new UserError(
      `The run in ${shown} was made at ${manifest.sandbox}, and this would be ${level}. Grade into a new folder.`,
    );
  await folder.update(sources);
  return folder;
}

async function policyOf({ policy }: GradeFlags, tasks: Task[]) {
  return policy === undefined
    ? NO_POLICY
    : readPolicy(
        policy,
        tasks.map(({ number }) => number),
      );
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

/** Results in a folder of submissions would be graded the next time. */
function demandApart(out: string, sources: Source[], shown: string): void {
  const inside = sources.find(({ path }) => !relative(String(path), out).startsWith('..'));
  if (inside) throw new UserError(`${shown} lies in the submission "${inside.name}". Name a folder outside of it.`);
}
