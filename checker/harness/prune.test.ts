import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prune } from './prune.ts';

test('the oldest entries go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prune-'));
  try {
    for (const [age, name] of ['new', 'middle', 'old'].entries()) {
      await mkdir(join(folder, name));
      await utimes(join(folder, name), 1_000_000 - age, 1_000_000 - age);
    }
    await prune(folder, 2);
    expect((await readdir(folder)).sort()).toEqual(['middle', 'new']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
