import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileFolder } from '../e2e/file_folder.ts';
import { writeMissing } from './workspace.ts';

const place = new FileFolder('workspace');

test('only what is missing is written', async () => {
  const folder = place.at();
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
