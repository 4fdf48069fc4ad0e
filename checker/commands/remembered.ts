import { isAbsolute, relative, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { ClassFolder, RunHead } from '../grading/batch/class_folder.ts';
import { NO_POLICY, type Policy, readPolicy } from '../grading/batch/policy.ts';
import { randomSeed } from '../grading/check_submission.ts';
import type { Io } from '../io.ts';
import { slashed } from '../slashed.ts';
import type { Task } from '../tasks.ts';
import { readSeed } from './read_seed.ts';
import { soundLevel } from './sound_level.ts';

// What a run is made of, and remembers: what is not named when it goes on is as it was.

/** The paths that are graded, for this user; and as the run remembers them. */
export function placesOf(paths: string[], run: string, earlier: ClassFolder | undefined) {
  const named = paths.length > 0 ? paths : (earlier?.manifest.sources ?? []).map((each) => fromRun(run, each));
  return { named, remembered: { sources: named.map((each) => toRun(run, each)) } };
}

/** The policy; and its file as the run remembers it. @throws {UserError} where it cannot be read. */
export async function policyOf(
  named: string | undefined,
  tasks: Task[],
  run: string,
  earlier: ClassFolder | undefined,
): Promise<{ policy: Policy; remembered: Pick<RunHead, 'policy'> }> {
  const before = earlier?.manifest.policy;
  const file = named ?? (before === undefined ? undefined : fromRun(run, before));
  if (file === undefined) return { policy: NO_POLICY, remembered: {} };
  const numbers = tasks.map(({ number }) => number);
  return { policy: await readPolicy(file, numbers), remembered: { policy: toRun(run, file) } };
}

/** Seed and sandbox of a run: those of the earlier one, if there is one. @throws {UserError} where others are named. */
export async function conditionsOf(
  io: Io,
  { out: shown, seed, sandbox }: { out: string; seed?: string; sandbox?: string },
  earlier: ClassFolder | undefined,
): Promise<Pick<RunHead, 'seed' | 'sandbox'>> {
  if (!earlier)
    return { seed: seed === undefined ? randomSeed() : readSeed(seed), sandbox: await soundLevel(io, sandbox) };
  const { manifest } = earlier;
  if (seed !== undefined && readSeed(seed) !== manifest.seed)
    throw new UserError(
      `The run in ${shown} has the seed ${manifest.seed}. Leave --seed out, or grade into a new folder.`,
    );
  const level = await soundLevel(io, sandbox ?? manifest.sandbox);
  if (level !== manifest.sandbox)
    throw new UserError(
      `The run in ${shown} was made at ${manifest.sandbox}, and this would be ${level}. Grade into a new folder.`,
    );
  return { seed: manifest.seed, sandbox: level };
}

/** A path as a run remembers it: from its own folder, so that both can be moved together. */
function toRun(run: string, path: string): string {
  return slashed(relative(run, resolve(path)));
}

/** Such a path for this user: from where they are, if it is below. */
function fromRun(run: string, path: string): string {
  const whole = isAbsolute(path) ? path : resolve(run, path);
  const near = relative(process.cwd(), whole);
  return near === '' || near.startsWith('..') || isAbsolute(near) ? whole : near;
}
