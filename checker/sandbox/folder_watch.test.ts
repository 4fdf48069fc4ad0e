import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderSize, watchFolder } from './folder_watch.ts';

test('all files below a folder count, and the limit is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'watched-'));
  try {
    const told = Promise.withResolvers<void>();
    const end = watchFolder(folder, 5000, told.resolve);
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'one'), Buffer.alloc(3000));
    await writeFile(join(folder, 'deep', 'two'), Buffer.alloc(3000));
    expect(folderSize(folder)).toBe(6000);
    await told.promise;
    end();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
