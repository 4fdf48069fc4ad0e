import { mkdir, mkdtempDisposable, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTree } from '../course/file_tree.ts';
import { PROJECT } from '../project.ts';
import { kata } from './kata.ts';

const scratch = () => mkdtempDisposable(join(tmpdir(), 'kits-'));

/** One or two sentences on stderr, nothing on stdout, exit code 2, and no stack. */
const refused = (sentence: string) => ({
  code: 2,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`${sentence}[^\\n]*\\n$`)),
});

test('the same kit twice is the same to the byte, in a new folder and over itself', async () => {
  await using place = await scratch();
  const [one, other] = [join(place.path, 'deep', 'one'), join(place.path, 'other')];
  expect(await kata(['kit', one])).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('The kit is in'),
  });
  await mkdir(join(other, '.git'), { recursive: true });
  expect(await kata(['kit', other])).toMatchObject({ code: 0 });
  const tree = await readTree(one);
  expect(await readTree(other)).toEqual(tree);
  expect(await kata(['kit', one])).toMatchObject({ code: 0, stdout: `The kit in ${one} is up to date.\n` });
  expect(await readTree(one)).toEqual(tree);
});

test('an upgrade changes nothing of the learner', { tags: 'long' }, async () => {
  await using place = await scratch();
  const kit = join(place.path, 'kit');
  await kata(['kit', kit]);
  const at = (name: string) => join(kit, name);
  const mine = {
    'workspace/api/v1/app.ts': 'my work',
    'workspace/my_notes.md': 'mine',
    '.kata/progress.json': '{"schema":2,"present":3}',
    'README.md': 'my own page',
    'tasks/notes.md': 'mine',
    '.github/workflows/mine.yml': 'mine',
  };
  await mkdir(at('.kata'));
  for (const [name, text] of Object.entries(mine)) await writeFile(at(name), text);
  await rm(at('workspace/main.ts'));
  await rm(at('.devcontainer'), { recursive: true });
  await rm(at('checker/errors.ts'));
  // What an older version wrote: another README and seal, and a file that no kit has now.
  const manifest = JSON.parse(await readFile(at('.kit.json'), 'utf8'));
  const old = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  Object.assign(manifest.files, { 'README.md': old, 'checker/course.sealed': old, 'checker/old/gone.ts': old });
  await writeFile(at('.kit.json'), JSON.stringify(manifest));
  await writeFile(at('checker/course.sealed'), 'test');
  await mkdir(at('checker/old'));
  await writeFile(at('checker/old/gone.ts'), 'test');

  const { code, stdout } = await kata(['kit', kit]);
  expect(code).toBe(0);
  expect(stdout).toContain('README.md was changed in the kit. It stays as it is, and the new one is README.md.new.');
  for (const [name, text] of Object.entries(mine))
    expect([name, await readFile(at(name), 'utf8')]).toEqual([name, text]);
  const names = [...(await readTree(kit)).keys()];
  expect(names).toEqual(expect.arrayContaining(['README.md.new', 'checker/errors.ts', 'checker/course.sealed']));
  for (const gone of [
    'workspace/main.ts',
    '.devcontainer/devcontainer.json',
    'checker/old/gone.ts',
    'checker/course.sealed.old',
  ])
    expect(names).not.toContain(gone);
  expect((await readFile(at('checker/course.sealed'))).length).toBeGreaterThan(10_000);
  const tree = await readTree(kit);
  expect(await kata(['kit', kit])).toMatchObject({ code: 0, stdout: `The kit in ${kit} is up to date.\n` });
  expect(await readTree(kit)).toEqual(tree);
});

test('a kit whose making was cut off is finished by the next call', { tags: 'long' }, async () => {
  await using place = await scratch();
  const [cut, whole] = [join(place.path, 'cut'), join(place.path, 'whole')];
  await kata(['kit', whole]);
  await kata(['kit', cut]);
  const { files, ...head } = JSON.parse(await readFile(join(cut, '.kit.json'), 'utf8'));
  expect(Object.keys(files).length).toBeGreaterThan(100);
  await writeFile(join(cut, '.kit.json'), JSON.stringify({ ...head, files: {} }));
  for (const name of ['README.md', 'checker/cli.ts', 'workspace/main.ts']) await rm(join(cut, name));
  expect(await kata(['kit', cut])).toMatchObject({ code: 0 });
  expect(await readTree(cut)).toEqual(await readTree(whole));
});

test('where no kit may be is told in one sentence, and nothing is written', async () => {
  await using place = await scratch();
  const at = (name: string) => join(place.path, name);
  await writeFile(at('file'), 'a file');
  await mkdir(at('full'));
  await writeFile(at('full/thesis.txt'), 'mine');
  await symlink(at('nowhere'), at('link'));
  await symlink(PROJECT.root, at('home'));
  for (const [name, manifest] of [
    ['broken', '{"kit":1'],
    ['newer', '{"kit":2}'],
    ['foreign', '[]'],
  ] as const) {
    await mkdir(at(name));
    await writeFile(at(`${name}/.kit.json`), manifest);
  }
  const before = await readTree(at('full'));
  expect(await kata(['kit', at('file')])).toMatchObject(refused('is a file\\. Name a folder'));
  expect(await kata(['kit', at('file/kit')])).toMatchObject(refused('a file stands in the place'));
  expect(await kata(['kit', at('full')])).toMatchObject(refused('is there already and is no kit'));
  expect(await kata(['kit', at('link')])).toMatchObject(refused('is a link that leads nowhere'));
  expect(await kata(['kit', 'kit-of-mine'])).toMatchObject(refused('^kit-of-mine is inside this repository'));
  expect(await kata(['kit', at('home/kit')])).toMatchObject(refused('is inside this repository'));
  expect(await kata(['kit', '.'])).toMatchObject(refused('is inside this repository'));
  expect(await kata(['kit', ''])).toMatchObject(refused('needs the folder for the kit'));
  expect(await kata(['kit', at('broken')])).toMatchObject(refused('cannot be read'));
  expect(await kata(['kit', at('foreign')])).toMatchObject(refused('cannot be read'));
  expect(await kata(['kit', at('newer')])).toMatchObject(refused('was made by a newer kata'));
  expect(await kata(['kit'])).toMatchObject({ code: 2, stdout: '' });
  expect(await readTree(at('full'))).toEqual(before);
});
