import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../errors.ts';
import type { Home } from '../project.ts';
import { leftOutPart } from '../submission/left_out.ts';
import { orTell } from '../write_whole.ts';
import { type FileTree, readTree } from './compose.ts';
import { lastPart, stamp } from './names.ts';
import { readProgress, updateProgress } from './progress.ts';
import { applyChange, readWorkspace } from './workspace.ts';

const noteSchema = z.strictObject({
  /** When it was saved: ISO 8601, UTC. */
  date: z.string(),
  /** What was about to happen. */
  reason: z.string(),
  /** The present task at that time. */
  present: z.number().int().min(0),
});

/** A workspace that was saved. Its files are in the folder `workspace/` of `folder`. */
export type Saved = z.infer<typeof noteSchema> & { name: string; folder: string; files: string[] };

export type Restored = { from: Saved; saved?: Saved; written: string[]; removed: string[] };

/**
 * Saves the whole workspace, as far as anything of ours touches it, under `.kata/saved/`, before something overwrites a part of
 * it. Gives undefined if there is nothing to save. The save is there whole or not at all, and no save is ever deleted or changed.
 */
export async function saveWorkspace(home: Home, reason: string): Promise<Saved | undefined> {
  const tree = await readWorkspace(home);
  if (tree.size === 0) return undefined;
  const saves = savesOf(home);
  const note = { date: new Date().toISOString(), reason, present: readProgress(home).present };
  return orTell(saves, async () => {
    await mkdir(saves, { recursive: true });
    const draft = await mkdtemp(join(saves, '.draft-'));
    for (const [name, content] of tree) await writeSafely(join(draft, 'workspace', name), content);
    await writeSafely(join(draft, 'note.json'), `${JSON.stringify(note, null, 2)}\n`);
    const name = await moveToFreeName(draft, saves, `${stamp(new Date(note.date))}-${slug(reason)}`);
    return { ...note, name, folder: join(saves, name), files: [...tree.keys()] };
  });
}

/** What was saved, the oldest first. Folders that are none of ours are left out. */
export async function listSaved(home: Home): Promise<Saved[]> {
  const saves = savesOf(home);
  const entries = await readdir(saves, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const all = await Promise.all(names.map((name) => readSaved(saves, name)));
  return all.filter((saved) => saved !== undefined).sort((one, other) => (one.date < other.date ? -1 : 1));
}

/**
 * Makes the workspace what it was when it was saved, and the present task too. What is there now is saved first.
 * `name` is the name of a save, or the path of its folder with any slashes.
 *
 * @throws {UserError} where there is no such save.
 */
export async function restoreSaved(home: Home, name: string): Promise<Restored> {
  const from = (await listSaved(home)).find((saved) => saved.name === lastPart(name));
  if (!from) throw new UserError(`There is no save "${name}". Run \`npx kata restore\` to see which there are.`);
  const current = await readWorkspace(home);
  const target = await readTree(join(from.folder, 'workspace'));
  // What is left out of a submission is in no save of today's: a file of one from before must not replace what nobody saves.
  const isUnsaved = (file: string) => leftOutPart(file) !== undefined && existsSync(join(home.workspace, file));
  const changed = [...target].filter(([file, content]) => !current.get(file)?.equals(content) && !isUnsaved(file));
  const write: FileTree = new Map(changed);
  const remove = [...current.keys()].filter((file) => !target.has(file));
  const changes = write.size + remove.length > 0;
  const saved = changes ? await saveWorkspace(home, 'restore') : undefined;
  await applyChange(home.workspace, { write, remove });
  updateProgress(home, (progress) => ({ ...progress, present: from.present }));
  return { from, ...(saved && { saved }), written: [...write.keys()], removed: remove };
}

function savesOf({ derived }: Home): string {
  return join(derived, 'saved');
}

async function readSaved(saves: string, name: string): Promise<Saved | undefined> {
  const folder = join(saves, name);
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(join(folder, 'note.json'), 'utf8')));
    return { ...note, name, folder, files: [...(await readTree(join(folder, 'workspace'))).keys()] };
  } catch {
    return undefined;
  }
}

/** On the disk when this is done: a power cut must not take both, the save and what it was made for. */
async function writeSafely(path: string, content: Buffer | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { flush: true });
}

/** Renaming onto a folder that is not empty fails everywhere, so a name that somebody else took meanwhile is safe too. */
async function moveToFreeName(draft: string, saves: string, wanted: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if ((await readdir(saves)).includes(name)) continue;
    try {
      await rename(draft, join(saves, name));
      return name;
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

function slug(reason: string): string {
  return reason
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}
