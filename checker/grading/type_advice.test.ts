import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTypeCheck } from './type_advice.ts';

const PATIENCE = 60_000;

async function folderWith(source: string) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'types-'));
  await writeFile(join(folder.path, 'a.ts'), source);
  return folder;
}

test('a type error is told with file, line and words', async () => {
  await using folder = await folderWith("\nexport const wrong: number = 'text';\n");
  expect(await startTypeCheck(folder.path).within(PATIENCE)).toEqual([
    { file: 'a.ts', line: 2, message: "Type 'string' is not assignable to type 'number'." },
  ]);
});

test('style is no type: enums and imports without a suffix are fine', async () => {
  await using folder = await folderWith("export enum Kind { one }\nexport { two } from './b';\n");
  await writeFile(join(folder.path, 'b.ts'), 'export const two = 2;\n');
  expect(await startTypeCheck(folder.path).within(PATIENCE)).toEqual([]);
});

test('nobody waits for it longer than said', async () => {
  await using folder = await folderWith("export const wrong: number = 'text';\n");
  expect(await startTypeCheck(folder.path).within(0)).toEqual([]);
});
