import { type Dirent, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { ENTRY_MODULE } from '../harness/rules.ts';
import { isLeftOut } from '../submission/left_out.ts';
import { textOf } from './names.ts';
import { unreadable } from './read_file.ts';
import { findRoot, mayHideRoot, tellsRoot } from './root.ts';

const API = ENTRY_MODULE.split('/');
const WORKSPACE = 'workspace';

/** Where a root that is written otherwise, or lies too deep, is looked for: it makes a better sentence, and no more. */
const HINT = { levels: 7, entries: 20_000 };

type Entry = { name: Buffer; text: string; kind: 'file' | 'folder' | 'link' };

/**
 * Looks for the folder that holds the API, by `findRoot`'s rules. Only names are read, and of what lies beside it only those of
 * one level. Letters count as they are written, on systems too that take `App.ts` for `app.ts`.
 *
 * @returns the components of its path below `source`, as bytes.
 * @throws Refusal if there is none, or more than one, or `source` cannot be read.
 */
export function locateRoot(source: string): Buffer[] {
  const top = Buffer.from(source);
  const roots = new Map<string, Buffer[]>();
  const paths: string[] = [];
  const look = (...parts: Buffer[]) => {
    const prefix = parts.map((part) => `${textOf(part)}/`).join('');
    if (!holdsApi(inside(top, ...parts))) return;
    roots.set(prefix, parts);
    paths.push(prefix + ENTRY_MODULE);
  };
  look();
  for (const { name, text, kind } of entriesOf(top)) {
    if (kind !== 'folder') continue;
    if (tellsRoot(`${text}/`)) paths.push(`${text}/`);
    look(name);
    look(name, Buffer.from(WORKSPACE));
  }
  const hints = roots.size === 0 ? hintsBelow(source) : { near: [], links: [] };
  const root = findRoot([...paths, ...hints.near], hints.links);
  return roots.get(root) as Buffer[];
}

/**
 * Makes sure that a learner's workspace would be found, and as the root, if it were handed in.
 *
 * @throws UserError if it would not.
 */
export function demandApi(workspace: string): void {
  if (!existsSync(join(workspace, ENTRY_MODULE)))
    throw new UserError(`Your workspace has no ${ENTRY_MODULE}. Put it back, or run \`npx kata start\`.`);
  locateRoot(workspace);
}

/** The path of something below a folder. */
export function inside(folder: Buffer, ...names: Buffer[]): Buffer {
  return Buffer.concat([folder, ...names.flatMap((name) => [Buffer.from('/'), name])]);
}

function holdsApi(folder: Buffer): boolean {
  // Asked first, as it is cheap: there may be very many folders.
  if (!isThere(inside(folder, ...API.map((part) => Buffer.from(part))))) return false;
  let place = folder;
  return API.every((part, index) => {
    const kind = index === API.length - 1 ? 'file' : 'folder';
    const found = readable(place).some((entry) => entry.text === part && entry.kind === kind);
    place = inside(place, Buffer.from(part));
    return found;
  });
}

function isThere(path: Buffer): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Paths that look like the API's, and links that may stand in its place. */
function hintsBelow(source: string): { near: string[]; links: string[] } {
  const near: string[] = [];
  const links: string[] = [];
  let left = HINT.entries;
  const walk = (path: string, level: number) => {
    for (const { text, kind } of readable(Buffer.from(join(source, path)))) {
      left -= 1;
      if (left < 0) return;
      const below = path === '' ? text : `${path}/${text}`;
      if (kind === 'folder' && level < HINT.levels) walk(below, level + 1);
      if (kind === 'file' && tellsRoot(below)) near.push(below);
      if (kind === 'link' && mayHideRoot(below)) links.push(below);
    }
  };
  walk('', 1);
  return { near, links };
}

/** Nothing for a folder that cannot be read: it lies beside what counts, or reading it says so. */
function readable(folder: Buffer): Entry[] {
  try {
    return entriesOf(folder);
  } catch {
    return [];
  }
}

/** The entries of a folder that count. Throws a Refusal if it cannot be read. */
function entriesOf(folder: Buffer): Entry[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
    return entries.map(described).filter(({ text }) => !isLeftOut(text));
  } catch (error) {
    throw unreadable(error, 'The submission');
  }
}

function described(entry: Dirent<Buffer>): Entry {
  const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'file';
  return { name: entry.name, text: textOf(entry.name), kind };
}
