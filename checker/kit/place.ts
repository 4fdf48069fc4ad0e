import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { PROJECT } from '../project.ts';
import { orTell, shown } from '../write_whole.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** Where a kit will be: its absolute path, and what was written there last. */
export type Place = { folder: string; before: Manifest | undefined };

/** A repository that was just made has this and nothing else. */
const EMPTY = new Set(['.git']);

/** The folder that `out` names, if a kit may be there. @throws {UserError} where not. */
export async function kitPlace(out: string): Promise<Place> {
  if (out === '')
    throw new UserError('`kata kit` needs the folder for the kit, for example `npx kata kit ../kata-kit`.');
  const folder = await realPlace(resolve(out));
  if (isInside(await realpath(PROJECT.root), folder))
    throw new UserError(`${out} is inside this repository. Name a folder outside of it, for example ../kata-kit.`);
  const stats = await stat(folder).catch(() => undefined);
  if (!stats) return { folder, before: undefined };
  if (!stats.isDirectory()) throw new UserError(`${out} is a file. Name a folder that is new, empty, or a kit.`);
  const before = await readManifest(folder);
  const names = before ? [] : await orTell(folder, () => readdir(folder));
  if (names.every((name) => EMPTY.has(name))) return { folder, before };
  throw new UserError(`${out} is there already and is no kit. Name a folder that is new, empty, or a kit.`);
}

/** An absolute path without links in it, also where its last parts are not there yet. */
async function realPlace(path: string): Promise<string> {
  if (await lstat(path).catch(() => undefined)) return realpath(path).catch(() => Promise.reject(brokenLink(path)));
  return join(await realPlace(dirname(path)), relative(dirname(path), path));
}

function brokenLink(path: string): UserError {
  return new UserError(`${shown(path)} is a link that leads nowhere. Remove it, or name another folder.`);
}

function isInside(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);
}
