import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes the oldest entries of a cache folder until so many are left. An entry that somebody else removes meanwhile is
 * no error. The newest are kept, so what another run is using right now stays.
 */
export async function prune(folder: string, keep: number): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= keep) return;
  const dated = await Promise.all(names.map(async (name) => ({ name, time: await modified(join(folder, name)) })));
  const oldest = dated.sort((one, other) => other.time - one.time).slice(keep);
  await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })));
}

async function modified(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}
