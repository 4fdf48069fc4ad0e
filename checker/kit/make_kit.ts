import { chmod, mkdir, readFile, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kataVersion } from '../grading/version.ts';
import { applyChange, writeMissing } from '../stages/workspace.ts';
import { orTell } from '../write_whole.ts';
import type { Kit } from './kit_files.ts';
import { manifestOf, writeManifest } from './manifest.ts';
import type { Place } from './place.ts';
import { planUpgrade, type ReadFile, type Upgrade } from './upgrade.ts';

/** npm makes it executable at the first `npx kata`. If it were not so before, that would change a file that git keeps. */
const LAUNCHER = 'checker/kata.mjs';

/** What became of a kit. `isNew` where there was none. */
export type MadeKit = Upgrade & { isNew: boolean };

/**
 * Writes a kit, or brings one up to date: then its workspace, and whatever else the learner has, stays as it is.
 *
 * @throws {UserError} where the disk does not let us; a kit that was half written is finished by the next call.
 */
export async function makeKit({ files, workspace }: Kit, { folder, before }: Place): Promise<MadeKit> {
  // A kit whose making was cut off has a manifest without files.
  const isNew = before === undefined || Object.keys(before.files).length === 0;
  const upgrade = await planUpgrade(files, before?.files ?? {}, readIn(folder));
  if (isNew) {
    await orTell(folder, () => mkdir(folder, { recursive: true }));
    await writeManifest(folder, manifestOf(new Map(), kataVersion()));
  }
  await applyChange(folder, upgrade);
  const launcher = join(folder, LAUNCHER);
  await orTell(launcher, () => chmod(launcher, 0o755));
  await removeEmptyFolders(folder, upgrade.remove);
  if (isNew) await writeMissing(folder, workspace);
  await writeManifest(folder, manifestOf(files, kataVersion()));
  return { ...upgrade, isNew };
}

function readIn(folder: string): ReadFile {
  return async (name) => {
    try {
      return await readFile(join(folder, name));
    } catch (error) {
      // A folder in the place of a file is told when it shall be written.
      if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      return orTell(join(folder, name), () => Promise.reject(error));
    }
  };
}

/** Folders in which nothing is left. */
async function removeEmptyFolders(root: string, removed: string[]): Promise<void> {
  for (const name of removed)
    for (let parent = dirname(name); parent !== '.'; parent = dirname(parent)) {
      const isGone = await rmdir(join(root, parent)).then(
        () => true,
        () => false,
      );
      if (!isGone) break;
    }
}
