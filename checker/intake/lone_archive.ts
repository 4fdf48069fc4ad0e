import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { ENTRY_MODULE } from '../harness/rules.ts';
import { isLeftOut } from '../submission/left_out.ts';
import { isArchiveName } from './archive_names.ts';

import { Refusal, show } from './refusal.ts';

/**
 * The archive that a folder is about: the only one in it, where the folder holds no API itself. Platforms make a folder
 * for each learner and put into it what was uploaded. Only the folder's own level is looked at, and no link is followed.
 *
 * @returns the archive's name, or undefined where the folder is to be read, or refused, as it is.
 * @throws Refusal where there are several; an error of the system where the folder cannot be listed.
 */
export function loneArchive(folder: Buffer): Buffer | undefined {
  const names = readdirSync(folder, { encoding: 'buffer' }).filter((name) => !isLeftOut(String(name)));
  const archives = names
    .filter((name) => isArchiveName(String(name)) && lstatSync(within(folder, name)).isFile())
    .sort(Buffer.compare);
  const [archive, another] = archives;
  if (!archive || holdsApi(folder, names)) return undefined;
  if (!another) return archive;
  throw new Refusal(
    `The submission holds ${archives.length} archives, among them ${show(String(archive))} and ${show(String(another))}: hand in one of them alone.`,
  );
}

/** The path of what has this name, in bytes. */
export function within(folder: Buffer, name: Buffer | string): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), Buffer.from(name)]);
}

/** Whether the API is at one of the places where `findRoot` looks for it. */
function holdsApi(folder: Buffer, names: Buffer[]): boolean {
  const roots = names.map((name) => within(folder, name)).flatMap((root) => [root, within(root, 'workspace')]);
  return [folder, ...roots].some((root) => existsSync(within(root, ENTRY_MODULE)));
}
