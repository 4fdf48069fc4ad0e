import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyOf } from './git_history.ts';

/** A file may claim a later time, which no `Date` holds. */
const LAST_MOMENT = Date.UTC(9999, 11, 31);

/**
 * When work was handed in, by what is judged of it, and nothing that lies beside: the time of its newest file. Of a clone, whose files
 * have the time at which they were fetched, it is that of the last commit that touched what is judged; what differs from
 * that commit has its own time. Of an archive, it is that of the archive.
 *
 * @param taken what the intake took from `source`.
 * @param copy the folder that the intake wrote it to.
 * @returns ISO 8601, UTC.
 */
export async function handedIn(
  source: string,
  { root, times }: { root: string; times: ReadonlyMap<string, number> },
  copy: string,
): Promise<string> {
  const history = await historyOf(source, root);
  const all: number[] = [];
  for (const [file, time] of times)
    all.push(history?.holds(file, await readFile(join(copy, file))) ? history.at : time);
  return moment(Math.max(...all));
}

/** The time of a file or a folder itself; 1970 if there is none. ISO 8601, UTC. */
export async function ownTime(path: string | Buffer): Promise<string> {
  return moment((await lstat(path).catch(() => undefined))?.mtimeMs ?? 0);
}

function moment(milliseconds: number): string {
  return new Date(Math.min(Math.max(milliseconds, 0), LAST_MOMENT)).toISOString();
}
