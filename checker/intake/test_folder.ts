import { chmod, mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Intake, takeIn } from './intake.ts';

/** A folder with a `source` and a place for the copy. It is gone when the test has ended. */
export async function workplace() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'kata-intake-'));
  const source = join(folder.path, 'source');
  const copy = join(folder.path, 'copy');
  return { source, copy, path: folder.path, [Symbol.asyncDispose]: () => folder.remove() };
}

/** Takes an archive of these bytes in, and looks after what may hold for every archive. */
export async function takeInBytes(bytes: Buffer): Promise<Intake> {
  await using place = await workplace();
  await writeFile(place.source, bytes);
  const intake = await takeIn(place.source, place.copy);
  expect((await readdir(place.path)).sort()).toEqual(intake.accepted ? ['copy', 'source'] : ['source']);
  if (intake.accepted) {
    const entries = await readdir(place.copy, { recursive: true, withFileTypes: true });
    expect(entries.every((entry) => entry.isFile() || entry.isDirectory())).toBe(true);
    const files = entries.filter((entry) => entry.isFile());
    expect(files.map((file) => join(file.parentPath, file.name)).sort()).toEqual(
      intake.files.map((file) => join(place.copy, file)).sort(),
    );
    expect(intake.files).toContain('api/v1/app.ts');
  } else {
    // One sentence: a capital or a quoted name first, one full stop at the end, no line break, not endless.
    expect(intake.reason).toMatch(/^["A-Z][^\p{Cc}]{10,500}\.$/u);
  }
  return intake;
}

const NOBODY = 65534;

/** Does work as somebody who may read everything in a temporary folder but these paths: to root, modes mean nothing. */
export async function withoutRights(folder: string, shut: string[], work: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  await chmod(folder, 0o755);
  for (const path of shut) await chmod(path, 0o000);
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const path of shut) await chmod(path, 0o755);
  }
}
