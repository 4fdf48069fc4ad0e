import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findSources } from './sources.ts';

/** A folder with these files, all empty. */
export async function folderWith(...files: string[]) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sources-'));
  for (const file of files) {
    const path = join(folder.path, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '');
  }
  return { at: (...names: string[]) => join(folder.path, ...names), [Symbol.asyncDispose]: () => folder.remove() };
}

/** The names of the submissions that these paths stand for. */
export const names = async (...paths: string[]) => (await findSources(paths)).sources.map(({ name }) => name);
