import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findSources } from './sources.ts';
import { folderWith, names } from './test_class.ts';

test('all that is in a class folder may be named, and nothing of it stops the others', async () => {
  const entries = ['README.md', 'ann', 'bob', 'cid', 'dan.rar', 'eve', 'f.ts', 'group', 'old'];
  await using made = await folderWith(
    ...['README.md', 'ann/api/v1/app.ts', 'cid/src/x.ts', 'cid/docs/y', 'dan.rar', 'eve/notes.txt', 'f.ts'],
    ...['group/gil/project/api/v1/app.ts', 'group/hal/x', 'old/run.json'],
  );
  await mkdir(made.at('bob'));
  await writeFile(made.at('old', 'run.json'), '{"kata":"0.0.1","submissions":{}}');
  const { sources, notes } = await findSources(entries.map((name) => made.at(name)));
  expect(sources.map(({ name }) => name)).toEqual(['ann', 'bob', 'cid', 'dan', 'eve', 'f.ts', 'gil', 'hal']);
  expect(notes).toEqual([
    'Not taken: "README.md", because documents and data are not submissions.',
    'Not taken: "old", because results of kata grade are not submissions.',
  ]);
  await expect(findSources([made.at('old')])).rejects.toThrow(
    /^There are no submissions in .*: it holds results of kata grade\.$/,
  );
});

test('everything that looks like a hand-in is a source', async () => {
  const files = ['a.rar', 'b.7z', 'c.tar.xz', 'd.tar-1.gz', 'e.zip.part', 'f.ts', 'g', 'h.tar(1).gz', 'i.zip.1'];
  await using made = await folderWith(...files, 'group/x/api/v1/app.ts', 'group/y/api/v1/app.ts');
  await mkdir(made.at('nothing'));
  const expected = ['a', 'b', 'c', 'd-1', 'e.zip.part', 'f.ts', 'g', 'group', 'h(1)', 'i', 'nothing'];
  expect(await names(made.at())).toEqual(expected);
});

test('what lies beside the hand-ins is named, with the reason', async () => {
  const beside = ['README', 'deadlines.csv', '.DS_Store', '.git/x', 'Thumbs.db', 'desktop.ini', '__MACOSX/x'];
  await using made = await folderWith('ann/x', 'node_modules/x', 'old/run.json', ...beside);
  await writeFile(made.at('old', 'run.json'), '{"kata":"0.0.1","submissions":{}}');
  const { sources, notes } = await findSources([made.at()]);
  expect(sources.map(({ name }) => name)).toEqual(['ann']);
  expect(notes).toEqual([
    'Not taken: ".DS_Store", ".git", because hidden files and folders are not submissions.',
    'Not taken: "README", "deadlines.csv", because documents and data are not submissions.',
    'Not taken: "Thumbs.db", "__MACOSX", "desktop.ini", because files of the operating system are not submissions.',
    'Not taken: "node_modules", because packages are not submissions.',
    'Not taken: "old", because results of kata grade are not submissions.',
  ]);
});

test('work with a run.json is a submission', async () => {
  const files = ['ann/api/v1/app.ts', 'ann/submissions/x', 'bob/run.json', 'cid/run.json', 'dan/run.json/x'];
  await using made = await folderWith(...files);
  await writeFile(made.at('ann', 'run.json'), '{"kata":"0.0.1","submissions":{}}');
  await writeFile(made.at('bob', 'run.json'), '{"submissions":{}}');
  expect(await names(made.at())).toEqual(['ann', 'bob', 'cid', 'dan']);
});
