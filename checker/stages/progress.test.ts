import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileFolder } from '../e2e/file_folder.ts';
import { readProgress, updateProgress } from './progress.ts';

const root = new FileFolder('progress');

let count = 0;
async function newHome() {
  const derived = root.at(String(count++));
  await mkdir(derived);
  const sentences: string[] = [];
  return { derived, sentences, tell: (sentence: string) => void sentences.push(sentence) };
}

test('what is stored is read again', async () => {
  const home = await newHome();
  updateProgress(home, (progress) => ({ ...progress, present: 3, passed: [0, 1, 2], hints: { 3: 2 } }));
  expect(readProgress(home)).toEqual({
    schema: 2,
    present: 3,
    passed: [0, 1, 2],
    regressed: [],
    hints: { 3: 2 },
  });
  expect(await readdir(home.derived)).toEqual(['progress.json']);
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
  const home = await newHome();
  const { derived, sentences } = home;
  await writeFile(join(derived, 'progress.json'), content);
  expect(readProgress(home)).toEqual({ schema: 2, present: 0, passed: [], regressed: [], hints: {} });
  expect(sentences).toEqual([expect.stringContaining(reason)]);
  const [aside = ''] = await readdir(derived);
  expect(aside).toMatch(/^progress\.json\.set-aside-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
  expect(sentences[0]).toContain(aside);
  expect(await readFile(join(derived, aside), 'utf8')).toBe(content);
});

test('a folder in its place is set aside too, and a second one in the same second gets another name', async () => {
  const home = await newHome();
  const { derived } = home;
  for (const name of ['one', 'two']) {
    await mkdir(join(derived, 'progress.json'));
    await writeFile(join(derived, 'progress.json', name), name);
    readProgress(home);
  }
  const asides = await readdir(derived);
  expect(asides).toHaveLength(2);
  expect((await Promise.all(asides.map((aside) => readdir(join(derived, aside))))).flat().sort()).toEqual([
    'one',
    'two',
  ]);
});
