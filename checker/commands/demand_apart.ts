import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { UserError } from '../errors.ts';
import type { Found } from '../grading/batch/sources.ts';

/**
 * Results among submissions would be graded the next time.
 *
 * @param out where they are to go: absolute, and perhaps not there yet. `shown` is how the user named it.
 * @throws {UserError} if that is in a submission, or in a folder of submissions.
 */
export async function demandApart(out: string, { sources, classes }: Found, shown: string): Promise<void> {
  const place = await realPlace(out);
  const inside = sources.find(({ path }) => isWithin(place, String(path)));
  if (inside) throw new UserError(`${shown} lies in the submission "${inside.name}". Name a folder outside of it.`);
  const folder = classes.find((path) => isWithin(place, path));
  if (folder === undefined) return;
  const beside = join(dirname(folder), `${basename(folder)}-results`);
  const near = relative(process.cwd(), beside);
  const free = near.length < beside.length ? near : beside;
  throw new UserError(`${shown} lies among the submissions. Name a folder outside of theirs, such as ${free}.`);
}

function isWithin(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside !== '..' && !inside.startsWith(join('..', '/')) && !isAbsolute(inside);
}

/** Where a path leads that may not be there yet: the links in it are followed. */
async function realPlace(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  return dirname(path) === path ? path : join(await realPlace(dirname(path)), basename(path));
}
