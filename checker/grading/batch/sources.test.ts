import { mkdir, symlink } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { UserError } from '../../errors.ts';
import { withoutRights } from '../../intake/test_folder.ts';
import { findSources } from './sources.ts';
import { folderWith, names } from './test_class.ts';

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

const ONE: [string, string, string[], string[]][] = [
  ['a folder', 'class', ['class/ann/api/v1/app.ts'], ['ann']],
  ['a folder with workspace/ in it', 'class', ['class/ann/workspace/api/v1/app.ts', 'class/ann/README.md'], ['ann']],
  ['a folder with a folder in it', 'class', ['class/ann/project/api/v1/app.ts'], ['ann']],
  ['a folder with an archive in it', 'class', ['class/Ann_1_file/work.zip'], ['Ann_1_file']],
  ['an archive', 'class', ['class/ann.zip'], ['ann']],
  ['an archive that is not read here', 'class', ['class/ann.rar'], ['ann']],
  ['a folder without an API', 'class', ['class/ann/notes.txt'], ['ann']],
  ['a folder, and what the system puts beside it', 'class', ['class/ann/api/v1/app.ts', 'class/.DS_Store'], ['ann']],
];

test.each(ONE)('a class of one: %s', async (_title, path, files, expected) => {
  await using made = await folderWith(...files);
  expect(await names(made.at(path))).toEqual(expected);
});

const ITSELF: [string, string[]][] = [
  ['with the API at its root', ['api/v1/app.ts', 'models/user.ts', 'main.ts']],
  ['with the API in workspace/', ['workspace/api/v1/app.ts', 'notes/x.ts']],
  ['with parts alone, and no API', ['api/v2/app.ts', 'models/user.ts', 'main.ts']],
  ['with an empty workspace', ['workspace/x.ts', 'README.md']],
];

test.each(ITSELF)('a submission that is named as a class is told as such: %s', async (_title, files) => {
  await using made = await folderWith(...files.map((file) => `ann/${file}`));
  const { sources, notes, classes } = await findSources([made.at('ann')]);
  expect(sources.map(({ name }) => name)).toEqual(['ann']);
  expect(notes).toEqual([
    '"ann" looks like a submission itself, not like a folder of submissions: it is graded as one submission, under the name "ann".',
  ]);
  expect(classes).toEqual([]);
});

test('learners who are named one by one keep their names, whatever is in their folders', async () => {
  await using made = await folderWith(
    'ann/project/api/v1/app.ts',
    'bob/project/api/v1/app.ts',
    'bob/notes.txt',
    'cid/work.zip',
    'dan.zip',
  );
  const found = await findSources(['ann', 'bob', 'cid', 'dan.zip'].map((name) => made.at(name)));
  expect(found.sources.map(({ name }) => name)).toEqual(['ann', 'bob', 'cid', 'dan']);
  expect(found.notes[0]).toBe(
    '"ann" contains one submission, "project": it is graded as one submission, under the name "ann".',
  );
});

test.skipIf(process.platform === 'win32')('links to what is named are followed, and no other', async () => {
  await using made = await folderWith('class/ann/api/v1/app.ts', 'class/bob.zip', 'one/api/v1/app.ts');
  await symlink('class', made.at('link'));
  await symlink('one', made.at('cid'));
  await symlink('class/bob.zip', made.at('dan.zip'));
  await symlink('../one', made.at('class', 'eve'));
  expect(await names(made.at('link'))).toEqual(['ann', 'bob', 'eve']);
  expect(await names(`${made.at('link')}/`)).toEqual(['ann', 'bob', 'eve']);
  expect(await names(made.at('cid'), made.at('dan.zip'))).toEqual(['cid', 'dan']);
  expect(await names(made.at('class'), made.at('link'))).toEqual(['ann', 'bob', 'eve']);
  await symlink('none', made.at('gone'));
  await expect(findSources([made.at('gone')])).rejects.toThrow(/^There is no /);
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
  const { sources } = await findSources([made.at('one'), made.at('one', 'ann'), made.at('two')]);
  expect(sources).toHaveLength(5);
  expect(new Set(sources.map(({ fileName }) => fileName.toLowerCase())).size).toBe(5);
});

test('names of files hold nothing that a file system or a page could trip over', async () => {
  await using made = await folderWith(
    "<script>alert(1)<_script>=cmd|' C calc'!A0/api/v1/app.ts",
    '学生/api/v1/app.ts',
    'x/y',
  );
  const { sources } = await findSources([made.at()]);
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
  await expect(findSources([made.at()])).rejects.toThrow(
    /^There are no submissions in .*\. Not taken: "\.hidden", .* Not taken: "notes\.txt", .*$/,
  );
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
  const { sources } = await findSources([made.at(), made.at()]);
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
  const files = async () =>
    new Map((await findSources([made.at()])).sources.map(({ name, fileName }) => [name, fileName]));
  const before = await files();
  for (const name of ['А', 'zoë', 'zoe']) await mkdir(made.at(name));
  const after = await files();
  for (const [name, file] of before) expect(after.get(name)).toBe(file);
  expect(new Set(after.values()).size).toBe(6);
});
