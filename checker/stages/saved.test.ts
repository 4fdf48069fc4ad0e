import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { FileFolder } from '../e2e/file_folder.ts';
import { UserError } from '../errors.ts';
import type { Home } from '../project.ts';
import { readProgress, updateProgress } from './progress.ts';
import { listSaved, restoreSaved, saveWorkspace } from './saved.ts';
import { readWorkspace } from './workspace.ts';

const root = new FileFolder('saved');

let count = 0;
async function homeWith(files: Record<string, string>): Promise<Home> {
  const folder = root.at(String(count++));
  const home = { workspace: join(folder, 'workspace'), derived: join(folder, '.kata'), tell: () => {} };
  for (const [name, content] of Object.entries(files)) await write(home, name, content);
  return home;
}

async function write({ workspace }: Home, name: string, content: string): Promise<void> {
  await mkdir(dirname(join(workspace, name)), { recursive: true });
  await writeFile(join(workspace, name), content);
}

async function contents({ workspace }: Home): Promise<Record<string, string>> {
  const tree = await readWorkspace({ workspace });
  return Object.fromEntries([...tree].map(([name, content]) => [name, content.toString()]));
}

test('a save holds the whole workspace, the reason and the date', async () => {
  const home = await homeWith({ 'main.ts': 'mine', 'api/v1/app.ts': 'app\r\n', 'empty.ts': '' });
  const saved = await saveWorkspace(home, 'jump to task 5');
  expect(saved?.name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-jump-to-task-5$/);
  expect(saved).toMatchObject({
    reason: 'jump to task 5',
    present: 0,
    files: ['api/v1/app.ts', 'empty.ts', 'main.ts'],
  });
  expect(await readFile(join(saved?.folder ?? '', 'workspace/api/v1/app.ts'), 'utf8')).toBe('app\r\n');
  expect(await listSaved(home)).toEqual([saved]);
});

test('where there is nothing to save, nothing is saved', async () => {
  const home = await homeWith({});
  expect(await saveWorkspace(home, 'reset')).toBeUndefined();
  await mkdir(join(home.workspace, 'api'), { recursive: true });
  expect(await saveWorkspace(home, 'reset')).toBeUndefined();
  expect(await listSaved(home)).toEqual([]);
});

test('saves of one second, at one time too, get names of their own', async () => {
  const home = await homeWith({ 'main.ts': 'mine' });
  const saves = await Promise.all(Array.from({ length: 5 }, () => saveWorkspace(home, 'reset')));
  expect(new Set(saves.map((saved) => saved?.name)).size).toBe(5);
  expect(await listSaved(home)).toHaveLength(5);
});

test('what git and npm keep there, links, and drafts of a killed run are not part of it', async () => {
  const home = await homeWith({ 'main.ts': 'mine', '.git/HEAD': 'ref', 'node_modules/x/index.js': 'x' });
  await write(home, 'main.ts.kata-draft-0123456789ab', 'half');
  await symlink('/etc', join(home.workspace, 'elsewhere'));
  expect((await saveWorkspace(home, 'reset'))?.files).toEqual(['main.ts']);
});

test('restoring gives every byte back, saves what was there, and goes back to the task of then', async () => {
  const home = await homeWith({ 'main.ts': 'first', 'own.ts': 'own' });
  updateProgress(home, (progress) => ({ ...progress, present: 2 }));
  const first = await saveWorkspace(home, 'jump to task 7');
  updateProgress(home, (progress) => ({ ...progress, present: 7, passed: [1] }));
  await write(home, 'main.ts', 'second');
  await write(home, 'later.ts', 'later');
  await rm(join(home.workspace, 'own.ts'));

  const restored = await restoreSaved(home, `.kata\\saved\\${first?.name}\\`);
  expect(restored).toMatchObject({ written: ['main.ts', 'own.ts'], removed: ['later.ts'] });
  expect(await contents(home)).toEqual({ 'main.ts': 'first', 'own.ts': 'own' });
  expect(readProgress(home)).toMatchObject({ present: 2, passed: [1] });

  await restoreSaved(home, restored.saved?.name ?? '');
  expect(await contents(home)).toEqual({ 'later.ts': 'later', 'main.ts': 'second' });
  expect(await listSaved(home)).toHaveLength(3);
});

test('what is left out of a submission is never saved, never written over and never removed', async () => {
  const home = await homeWith({
    'main.ts': 'first',
    'api/app.test.ts': 'mine',
    '__mocks__/a.ts': 'mine',
    '.env': 'mine',
  });
  const saved = await saveWorkspace(home, 'reset');
  expect(saved?.files).toEqual(['main.ts']);
  await write(home, 'main.ts', 'second');
  await write(home, 'jsconfig.json', 'later');
  // A save of before knew no such list.
  const old = join(saved?.folder ?? '', 'workspace');
  await mkdir(join(old, 'api'));
  await writeFile(join(old, 'api', 'app.test.ts'), 'old');
  await writeFile(join(old, 'gone.test.ts'), 'old');
  await restoreSaved(home, saved?.name ?? '');
  const read = (name: string) => readFile(join(home.workspace, name), 'utf8');
  expect(
    await Promise.all(['main.ts', 'api/app.test.ts', '__mocks__/a.ts', '.env', 'jsconfig.json'].map(read)),
  ).toEqual([...['first', 'mine', 'mine', 'mine', 'later']]);
  expect(await read('gone.test.ts')).toBe('old');
});

test('restoring what is there already saves nothing', async () => {
  const home = await homeWith({ 'main.ts': 'first' });
  const saved = await saveWorkspace(home, 'reset');
  expect(await restoreSaved(home, saved?.name ?? '')).toEqual({ from: saved, written: [], removed: [] });
  expect(await listSaved(home)).toHaveLength(1);
});

test('folders that are no whole save are not offered', async () => {
  const home = await homeWith({ 'main.ts': 'mine' });
  for (const name of ['.draft-x/workspace', 'empty', 'foreign/workspace'])
    await mkdir(join(home.derived, 'saved', name), { recursive: true });
  await writeFile(join(home.derived, 'saved', 'foreign', 'note.json'), '{"reason":"ours?"}');
  expect(await listSaved(home)).toEqual([]);
  await expect(restoreSaved(home, 'foreign')).rejects.toThrow(UserError);
  await expect(restoreSaved(home, '../../workspace')).rejects.toThrow(UserError);
});

test('a link is never written through, and nothing is changed where one file could not be', async () => {
  const home = await homeWith({ 'a.ts': 'one', 'main.ts': 'first' });
  const saved = await saveWorkspace(home, 'reset');
  await write(home, 'a.ts', 'two');
  await rm(join(home.workspace, 'main.ts'));
  await writeFile(root.at('outside.ts'), 'outside');
  await symlink(root.at('outside.ts'), join(home.workspace, 'main.ts'));
  await expect(restoreSaved(home, saved?.name ?? '')).rejects.toThrow(/main\.ts is a link/);
  expect(await readFile(root.at('outside.ts'), 'utf8')).toBe('outside');
  expect(await contents(home)).toEqual({ 'a.ts': 'two' });
  expect(await readdir(home.workspace)).toEqual(['a.ts', 'main.ts']);
});
