import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { readProgress, updateProgress } from './progress.ts';
import { listSaved, type Rooms, restoreSaved, saveWorkspace } from './saved.ts';
import { readWorkspace } from './workspace.ts';

const root = await mkdtemp(join(tmpdir(), 'saved-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;
async function roomsWith(files: Record<string, string>): Promise<Rooms> {
  const home = join(root, String(count++));
  const rooms = { workspace: join(home, 'workspace'), derived: join(home, '.kata') };
  for (const [name, content] of Object.entries(files)) await write(rooms, name, content);
  return rooms;
}

async function write({ workspace }: Rooms, name: string, content: string): Promise<void> {
  await mkdir(dirname(join(workspace, name)), { recursive: true });
  await writeFile(join(workspace, name), content);
}

async function contents({ workspace }: Rooms): Promise<Record<string, string>> {
  const tree = await readWorkspace(workspace);
  return Object.fromEntries([...tree].map(([name, content]) => [name, content.toString()]));
}

test('a save holds the whole workspace, the reason and the date', async () => {
  const rooms = await roomsWith({ 'main.ts': 'mine', 'api/v1/app.ts': 'app\r\n', 'empty.ts': '' });
  const saved = await saveWorkspace('jump to task 5', rooms);
  expect(saved?.name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-jump-to-task-5$/);
  expect(saved).toMatchObject({
    reason: 'jump to task 5',
    present: 0,
    files: ['api/v1/app.ts', 'empty.ts', 'main.ts'],
  });
  expect(await readFile(join(saved?.folder ?? '', 'workspace/api/v1/app.ts'), 'utf8')).toBe('app\r\n');
  expect(await listSaved(rooms)).toEqual([saved]);
});

test('where there is nothing to save, nothing is saved', async () => {
  const rooms = await roomsWith({});
  expect(await saveWorkspace('reset', rooms)).toBeUndefined();
  await mkdir(join(rooms.workspace, 'api'), { recursive: true });
  expect(await saveWorkspace('reset', rooms)).toBeUndefined();
  expect(await listSaved(rooms)).toEqual([]);
});

test('saves of one second, at one time too, get names of their own', async () => {
  const rooms = await roomsWith({ 'main.ts': 'mine' });
  const saves = await Promise.all(Array.from({ length: 5 }, () => saveWorkspace('reset', rooms)));
  expect(new Set(saves.map((saved) => saved?.name)).size).toBe(5);
  expect(await listSaved(rooms)).toHaveLength(5);
});

test('what git and npm keep there, links, and drafts of a killed run are not part of it', async () => {
  const rooms = await roomsWith({ 'main.ts': 'mine', '.git/HEAD': 'ref', 'node_modules/x/index.js': 'x' });
  await write(rooms, 'main.ts.kata-draft-0123456789ab', 'half');
  await symlink('/etc', join(rooms.workspace, 'elsewhere'));
  expect((await saveWorkspace('reset', rooms))?.files).toEqual(['main.ts']);
});

test('restoring gives every byte back, saves what was there, and goes back to the task of then', async () => {
  const rooms = await roomsWith({ 'main.ts': 'first', 'own.ts': 'own' });
  updateProgress((progress) => ({ ...progress, present: 2 }), { folder: rooms.derived });
  const first = await saveWorkspace('jump to task 7', rooms);
  updateProgress((progress) => ({ ...progress, present: 7, passed: [1] }), { folder: rooms.derived });
  await write(rooms, 'main.ts', 'second');
  await write(rooms, 'later.ts', 'later');
  await rm(join(rooms.workspace, 'own.ts'));

  const restored = await restoreSaved(`.kata\\saved\\${first?.name}\\`, rooms);
  expect(restored).toMatchObject({ written: ['main.ts', 'own.ts'], removed: ['later.ts'] });
  expect(await contents(rooms)).toEqual({ 'main.ts': 'first', 'own.ts': 'own' });
  expect(readProgress({ folder: rooms.derived })).toMatchObject({ present: 2, passed: [1] });

  await restoreSaved(restored.saved?.name ?? '', rooms);
  expect(await contents(rooms)).toEqual({ 'later.ts': 'later', 'main.ts': 'second' });
  expect(await listSaved(rooms)).toHaveLength(3);
});

test('restoring what is there already saves nothing', async () => {
  const rooms = await roomsWith({ 'main.ts': 'first' });
  const saved = await saveWorkspace('reset', rooms);
  expect(await restoreSaved(saved?.name ?? '', rooms)).toEqual({ from: saved, written: [], removed: [] });
  expect(await listSaved(rooms)).toHaveLength(1);
});

test('folders that are no whole save are not offered', async () => {
  const rooms = await roomsWith({ 'main.ts': 'mine' });
  for (const name of ['.draft-x/workspace', 'empty', 'foreign/workspace'])
    await mkdir(join(rooms.derived, 'saved', name), { recursive: true });
  await writeFile(join(rooms.derived, 'saved', 'foreign', 'note.json'), '{"reason":"ours?"}');
  expect(await listSaved(rooms)).toEqual([]);
  await expect(restoreSaved('foreign', rooms)).rejects.toThrow(UserError);
  await expect(restoreSaved('../../workspace', rooms)).rejects.toThrow(UserError);
});

test('a link is never written through, and nothing is changed where one file could not be', async () => {
  const rooms = await roomsWith({ 'a.ts': 'one', 'main.ts': 'first' });
  const saved = await saveWorkspace('reset', rooms);
  await write(rooms, 'a.ts', 'two');
  await rm(join(rooms.workspace, 'main.ts'));
  await writeFile(join(root, 'outside.ts'), 'outside');
  await symlink(join(root, 'outside.ts'), join(rooms.workspace, 'main.ts'));
  await expect(restoreSaved(saved?.name ?? '', rooms)).rejects.toThrow(/main\.ts is a link/);
  expect(await readFile(join(root, 'outside.ts'), 'utf8')).toBe('outside');
  expect(await contents(rooms)).toEqual({ 'a.ts': 'two' });
  expect(await readdir(rooms.workspace)).toEqual(['a.ts', 'main.ts']);
});
