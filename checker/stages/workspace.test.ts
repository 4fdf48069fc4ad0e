import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeMissing } from './workspace.ts';

const folder = await mkdtemp(join(tmpdir(), 'workspace-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('only what is missing is written', async () => {
  await writeFile(join(folder, 'mine.ts'), "a learner's work");
  const tree = new Map([
    ['mine.ts', Buffer.from('ours')],
    ['deep/new.ts', Buffer.from('new')],
  ]);
  expect(await writeMissing(folder, tree)).toEqual(['deep/new.ts']);
  expect(await readFile(join(folder, 'mine.ts'), 'utf8')).toBe("a learner's work");
  expect(await readFile(join(folder, 'deep/new.ts'), 'utf8')).toBe('new');
  expect(await writeMissing(folder, tree)).toEqual([]);
});
