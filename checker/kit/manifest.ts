import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { FileTree } from '../course/file_tree.ts';
import { UserError } from '../errors.ts';
import { shown, writeWhole } from '../write_whole.ts';

/** Name of the file by which a kit is known. */
const NAME = '.kit.json';
const LAYOUT = 1;

const manifestSchema = z.object({
  kit: z.literal(LAYOUT),
  kata: z.string(),
  files: z.record(z.string(), z.hash('sha256')),
});

/** What was written into a kit: the version that wrote it, and the SHA-256 of each file that belongs to it. */
export type Manifest = z.infer<typeof manifestSchema>;

export function manifestOf(files: FileTree, kata: string): Manifest {
  return { kit: LAYOUT, kata, files: Object.fromEntries([...files].map(([name, content]) => [name, hashOf(content)])) };
}

export function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The manifest of a kit; undefined where the folder has none. @throws {UserError} for one that cannot be read. */
export async function readManifest(kit: string): Promise<Manifest | undefined> {
  const path = join(kit, NAME);
  let data: unknown;
  try {
    data = JSON.parse(await readFile(path, 'utf8'));
    return manifestSchema.parse(data);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const { kit: layout } = (data ?? {}) as { kit?: unknown };
    if (typeof layout === 'number' && layout > LAYOUT)
      throw new UserError(`${shown(kit)} was made by a newer kata. Update this repository, then run this again.`);
    throw new UserError(`${shown(path)} cannot be read. Get it back, for example with git, or name a new folder.`);
  }
}

export async function writeManifest(kit: string, manifest: Manifest): Promise<void> {
  await writeWhole(join(kit, NAME), `${JSON.stringify(manifest, null, 2)}\n`);
}
