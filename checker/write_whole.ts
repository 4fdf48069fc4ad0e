import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative } from 'node:path';
import { writeFile, writeFileSync } from 'atomically';
import { EXIT, UserError } from './errors.ts';
import { PROJECT } from './project.ts';
import { slashed } from './slashed.ts';
import { DRAFT } from './submission/left_out.ts';

/** A scanner or an editor on Windows holds a file for a moment. What takes longer is no accident. */
const PATIENCE_MS = 1_000;

const WHY: Record<string, string> = {
  EACCES: 'it or its folder is read-only. Make it writable, then run this again.',
  EPERM: 'it or its folder is read-only, or another program holds it. Free it, then run this again.',
  EROFS: 'the disk is read-only. Make it writable, then run this again.',
  ENOSPC: 'the disk is full. Make room, then run this again.',
  EDQUOT: 'no more may be stored here. Make room, then run this again.',
  EISDIR: 'a folder stands in its place. Move that folder away, then run this again.',
  ENOTDIR: 'a file stands in the place of one of its folders. Move that file away, then run this again.',
  EEXIST: 'something else stands in its place. Move that away, then run this again.',
};

/**
 * Writes a file whole or not at all, whenever the program ends: into a draft beside it, then renamed. Makes its folders.
 *
 * @throws {UserError} where the disk does not let us.
 */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  await orTell(path, () => writeFile(path, content, { timeout: PATIENCE_MS, tmpCreate: draftOf }));
}

/** The same, before it returns. */
export function writeWholeSync(path: string, content: string): void {
  try {
    writeFileSync(path, content, { timeout: PATIENCE_MS, tmpCreate: draftOf });
  } catch (error) {
    throw told(path, error);
  }
}

/** Deletes a file. @throws {UserError} where the disk does not let us. */
export async function remove(path: string): Promise<void> {
  await orTell(path, () => rm(path, { force: true }));
}

/** Does something with a path; a refusal of the disk becomes a sentence for the user. */
export async function orTell<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw told(path, error);
  }
}

/** Whether a file is a draft that was left behind, because the program was killed while it wrote. */
export function isDraft(path: string): boolean {
  return DRAFT.test(basename(path));
}

function draftOf(path: string): string {
  return `${path}.kata-draft-${randomBytes(6).toString('hex')}`;
}

/** A refusal of the disk as a sentence for the user; any other error as it is. A full disk is no wrong use: its code is 3. */
export function told(path: string, error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = WHY[code === 'ENOENT' ? refusalAt(path) : code];
  if (!reason) return error;
  const exitCode = ['ENOSPC', 'EDQUOT'].includes(code) ? EXIT.checker : EXIT.usage;
  return new UserError(`${shown(path)} cannot be written: ${reason}`, exitCode);
}

/** Why nothing can be made at a path. Where a disk is read-only, Node says that the path does not exist. */
function refusalAt(path: string): string {
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK);
    return '';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' && folder !== path ? refusalAt(folder) : code;
  }
}

/** A path as the user knows it: from the folder of the project, with slashes; whole where it lies elsewhere. */
export function shown(path: string): string {
  const inside = relative(PROJECT.root, path);
  return slashed(isAbsolute(inside) || inside.startsWith('..') ? path : inside) || '.';
}
