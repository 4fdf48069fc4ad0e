import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../errors.ts';
import { withoutRights } from '../../intake/test_folder.ts';
import { findSources } from './sources.ts';

/** A folder with these files, all empty. */
async function folderWith(...files: string[]) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sources-'));
  for (const file of files) {
    const path = join(folder.path, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '');
  }
  return { at: (...names: string[]) => join(folder.path, ...names), [Symbol.asyncDispose]: () => folder.remove() };
}

const names = async (...paths: string[]) => (await findSources(paths)).map(({ name }) => name);

test('a folder of submissions, of folders and archives, in the order of their names', async () => {
  await using made = await folderWith(
    'b/api/v1/app.ts',
    'c.zip',
    'a/workspace/api/v1/app.ts',
    'd.tar.gz',
    'empty/x',
    'notes.txt',
    '.git/x',
  );
  expect(await names(made.at())).toEqual(['a', 'b', 'c', 'd', 'empty']);
});

test('a submission itself, also one folder down, and an archive', async () => {
  await using made = await folderWith('own/api/v1/app.ts', 'down/project/api/v1/app.ts', 'ann.tgz');
  expect(await names(made.at('own'), made.at('down'), made.at('ann.tgz'))).toEqual(['ann', 'down', 'own']);
});

test('the same one twice is graded once; two with one name keep their own files', async () => {
  await using made = await folderWith(
    'one/ann/api/v1/app.ts',
    'one/bob/api/v1/app.ts',
    'two/ann.zip',
    'two/Ann.zip',
    'two/bob.zip',
  );
  const sources = await findSources([made.at('one'), made.at('one', 'ann'), made.at('two')]);
  expect(sources).toHaveLength(5);
  expect(new Set(sources.map(({ fileName }) => fileName.toLowerCase())).size).toBe(5);
});

test('names of files hold nothing that a file system or a page could trip over', async () => {
  await using made = await folderWith(
    "<script>alert(1)<_script>=cmd|' C calc'!A0/api/v1/app.ts",
    '学生/api/v1/app.ts',
    'x/y',
  );
  const sources = await findSources([made.at()]);
  for (const { fileName } of sources) expect(fileName).toMatch(/^[\p{L}\p{N}_-]{1,62}$/u);
});

test.each([
  ['nothing', []],
  ['a path that is not there', ['nowhere']],
])('%s is told in one sentence', async (_what, paths) => {
  await expect(findSources(paths)).rejects.toThrow(UserError);
});

test('a folder without submissions, and a file that is none, are told by name', async () => {
  await using made = await folderWith('notes.txt', '.hidden/x');
  await expect(findSources([made.at()])).rejects.toThrow(/^There are no submissions in /);
  await expect(findSources([made.at('notes.txt')])).rejects.toThrow(
    /is no submission: a submission is a folder, a .zip or a .tar.gz.$/,
  );
});

test('a learner who is called workspace is one of a class', async () => {
  await using made = await folderWith('class/workspace/api/v1/app.ts', 'class/ann/api/v1/app.ts', 'class/bob.zip');
  expect(await names(made.at('class'))).toEqual(['ann', 'bob', 'workspace']);
  await using packed = await folderWith('class/workspace/api/v1/app.ts', 'class/bob.zip');
  expect(await names(packed.at('class'))).toEqual(['bob', 'workspace']);
});

test('a repository of a learner is one submission, whatever else is in it', async () => {
  await using made = await folderWith(
    'ann/workspace/api/v1/app.ts',
    'ann/checker/kata.mjs',
    'ann/solutions/api/v1/app.ts',
    'ann/tasks/00_who_am_i/README.md',
    'ann/notes/x',
  );
  expect(await names(made.at('ann'))).toEqual(['ann']);
});

test('a learner who is called api is one of a class', async () => {
  await using made = await folderWith('class/api/v1/app.ts', 'class/ann/api/v1/app.ts', 'class/bob/x');
  expect(await names(made.at('class'))).toEqual(['ann', 'api', 'bob']);
  await using packed = await folderWith('class/api/v1/app.ts', 'class/ann.zip', 'class/node_modules/x', 'class/.git/x');
  expect(await names(packed.at('class'))).toEqual(['ann', 'api']);
});

test('a learner who is called as a part of a submission is one of a class', async () => {
  const parts = ['api', 'models', 'solutions', 'tasks', 'workspace'];
  await using made = await folderWith('class/ann/api/v1/app.ts', ...parts.map((name) => `class/${name}/api/v1/app.ts`));
  expect(await names(made.at('class'))).toEqual(['ann', ...parts]);
  await using raw = await folderWith('class/api/v1/app.ts', 'class/models/api/v1/app.ts');
  expect(await names(raw.at('class'))).toEqual(['api', 'models']);
});

test('what has the API at its root is one submission, whatever of its own is beside it', async () => {
  await using made = await folderWith(
    'ann/api/v1/app.ts',
    'ann/models/user.ts',
    'ann/workspace/api/v1/app.ts',
    'ann/solutions/api/v1/app.ts',
    'ann/node_modules/x/api/v1/app.ts',
    'ann/.git/api/v1/app.ts',
    'ann/handed_in.zip',
  );
  expect(await names(made.at('ann'))).toEqual(['ann']);
});

test.runIf(process.platform === 'linux')('learners whose names are no text are told apart', async () => {
  await using made = await folderWith('ann/api/v1/app.ts', 'b\ufffd/api/v1/app.ts');
  for (const byte of [0xfe, 0xff]) await mkdir(Buffer.concat([Buffer.from(made.at('b')), Buffer.from([byte])]));
  const sources = await findSources([made.at(), made.at()]);
  expect(sources.map(({ name }) => name)).toEqual(['ann', 'b\ufffd', 'b\ufffd', 'b\ufffd']);
  expect(new Set(sources.map(({ fileName }) => fileName)).size).toBe(4);
});

test.skipIf(process.platform === 'win32')(
  'a folder that may not be read is a submission, which is refused later',
  async () => {
    await using made = await folderWith('class/ann/api/v1/app.ts', 'class/bob/api/v1/app.ts');
    await withoutRights(made.at(), [made.at('class', 'bob')], async () => {
      expect(await names(made.at('class'))).toEqual(['ann', 'bob']);
      expect(await names(made.at('class', 'bob'))).toEqual(['bob']);
    });
  },
);

test('one more learner changes nobody else', async () => {
  await using made = await folderWith('Б/api/v1/app.ts', 'В/api/v1/app.ts', 'Zoë/api/v1/app.ts');
  const files = async () => new Map((await findSources([made.at()])).map(({ name, fileName }) => [name, fileName]));
  const before = await files();
  for (const name of ['А', 'zoë', 'zoe']) await mkdir(made.at(name));
  const after = await files();
  for (const [name, file] of before) expect(after.get(name)).toBe(file);
  expect(new Set(after.values()).size).toBe(6);
});
