import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileFolder } from '../e2e/file_folder.ts';
import { applyChange, writeMissing } from './workspace.ts';

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

test('a draft that a killed run has left goes with the next one, wherever it writes', async () => {
  const folder = place.at('kit');
  for (const name of ['.github/workflows', 'api']) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'a.yml.kata-draft-0123456789ab'), 'half');
  }
  const write = new Map(['.github/workflows/a.yml', 'api/b.ts'].map((name) => [name, Buffer.from('whole')]));
  await applyChange(folder, { write, remove: [] });
  expect(await readdir(join(folder, '.github/workflows'))).toEqual(['a.yml']);
  expect(await readdir(join(folder, 'api'))).toEqual(['b.ts']);
});
