import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readProgress, updateProgress } from './progress.ts';

const root = await mkdtemp(join(tmpdir(), 'progress-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;
async function place() {
  const folder = join(root, String(count++));
  await mkdir(folder);
  const sentences: string[] = [];
  return { folder, sentences, tell: (sentence: string) => sentences.push(sentence) };
}

test('what is stored is read again', async () => {
  const { folder } = await place();
  updateProgress((progress) => ({ ...progress, present: 3, passed: [0, 1, 2], hints: { 3: 2 } }), { folder });
  expect(readProgress({ folder })).toEqual({
    schema: 2,
    present: 3,
    passed: [0, 1, 2],
    regressed: [],
    hints: { 3: 2 },
  });
  expect(await readdir(folder)).toEqual(['progress.json']);
});

test.each([
  ['truncated', '{"schema":2,"pres', 'cannot be read'],
  ['empty', '', 'cannot be read'],
  ['binary', '\u0000\u0001\ufffd', 'cannot be read'],
  ['of another program', '{"name":"session-auth-kata","version":"1.0.0"}', 'holds something else'],
  ['null', 'null', 'holds something else'],
  ['a list', '[1,2,3]', 'holds something else'],
  ['of impossible numbers', '{"schema":2,"present":-1,"passed":[],"hints":{}}', 'holds something else'],
  ['older', '{"schema":1,"present":4}', 'an older version'],
  ['newer', '{"schema":3,"present":4,"colour":"red"}', 'a newer version'],
])('a file that is %s is set aside', async (_kind, content, reason) => {
  const { folder, sentences, tell } = await place();
  await writeFile(join(folder, 'progress.json'), content);
  expect(readProgress({ folder, tell })).toEqual({ schema: 2, present: 0, passed: [], regressed: [], hints: {} });
  expect(sentences).toEqual([expect.stringContaining(reason)]);
  const [aside = ''] = await readdir(folder);
  expect(aside).toMatch(/^progress\.json\.set-aside-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
  expect(sentences[0]).toContain(aside);
  expect(await readFile(join(folder, aside), 'utf8')).toBe(content);
});

test('a folder in its place is set aside too, and a second one in the same second gets another name', async () => {
  const { folder, tell } = await place();
  for (const name of ['one', 'two']) {
    await mkdir(join(folder, 'progress.json'));
    await writeFile(join(folder, 'progress.json', name), name);
    readProgress({ folder, tell });
  }
  const asides = await readdir(folder);
  expect(asides).toHaveLength(2);
  expect((await Promise.all(asides.map((aside) => readdir(join(folder, aside))))).flat().sort()).toEqual([
    'one',
    'two',
  ]);
});
