import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { startTypeCheck } from './type_advice.ts';

const PATIENCE = 60_000;

async function homeWith(source: string) {
  const { path, remove } = await mkdtempDisposable(join(tmpdir(), 'types-'));
  await writeFile(join(path, 'a.ts'), source);
  return { workspace: path, derived: PROJECT.derived, [Symbol.asyncDispose]: remove };
}

test('a type error is told with file, line and words', async () => {
  await using home = await homeWith("\nexport const wrong: number = 'text';\n");
  expect(await startTypeCheck(home).within(PATIENCE)).toEqual([
    { file: 'a.ts', line: 2, message: "Type 'string' is not assignable to type 'number'." },
  ]);
});

test('style is no type: enums and imports without a suffix are fine', async () => {
  await using home = await homeWith("export enum Kind { one }\nexport { two } from './b';\n");
  await writeFile(join(home.workspace, 'b.ts'), 'export const two = 2;\n');
  expect(await startTypeCheck(home).within(PATIENCE)).toEqual([]);
});

test('nobody waits for it longer than said', async () => {
  await using home = await homeWith("export const wrong: number = 'text';\n");
  expect(await startTypeCheck(home).within(0)).toEqual([]);
});
