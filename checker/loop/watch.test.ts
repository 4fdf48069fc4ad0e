import { mkdir, mkdtempDisposable, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchFolder } from './watch.ts';

async function watched(options: { polling?: boolean } = {}) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'watch-'));
  await mkdir(join(folder.path, 'api'));
  await writeFile(join(folder.path, 'api', 'app.ts'), 'one');
  const saved = vi.fn();
  const missed = vi.fn();
  const end = await watchFolder(folder.path, { saved, missed, interval: 100, ...options });
  onTestFinished(async () => {
    await end();
    await folder.remove();
  });
  return { folder: folder.path, saved, missed };
}

test.each([{ polling: false }, { polling: true }])('a save is told, with %o', async (options) => {
  const { folder, saved, missed } = await watched(options);
  await writeFile(join(folder, 'api', 'app.ts'), 'two, and longer');
  await expect.poll(() => saved.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
  expect(missed).not.toHaveBeenCalled();
});

test('a new file in a new folder is told', async () => {
  const { folder, saved } = await watched();
  await mkdir(join(folder, 'models'));
  await writeFile(join(folder, 'models', 'user_session.ts'), 'x');
  await expect.poll(() => saved.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
});

test('what is left out of a submission is nothing to check', async () => {
  const { folder, saved, missed } = await watched();
  const names = [
    'kata.db',
    'kata.db-journal',
    'a.sqlite3',
    '.app.ts.swp',
    'app.ts~',
    '4913',
    'App.Test.ts',
    'jsconfig.json',
  ];
  for (const name of names) await writeFile(join(folder, name), 'x');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(saved).not.toHaveBeenCalled();
  expect(missed).not.toHaveBeenCalled();
});

test('what git writes in the workspace is nothing to check', async () => {
  const { folder, saved, missed } = await watched();
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git', 'index'), 'x');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(saved).not.toHaveBeenCalled();
  expect(missed).not.toHaveBeenCalled();
});

test('an editor that saves by renaming is heard, time after time', async () => {
  const { folder, saved, missed } = await watched();
  for (const text of ['two', 'three, and longer']) {
    saved.mockClear();
    await writeFile(join(folder, 'api', '.app.ts.new'), text);
    await rename(join(folder, 'api', '.app.ts.new'), join(folder, 'api', 'app.ts'));
    await expect.poll(() => saved.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
    // The events of one save come in a group.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(missed).not.toHaveBeenCalled();
});

test.each([{ polling: false }, { polling: true }])(
  'a folder that goes away and comes back is watched again, with %o',
  async (options) => {
    const { folder, saved, missed } = await watched(options);
    await rm(folder, { recursive: true });
    await expect.poll(() => saved.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    saved.mockClear();
    await mkdir(join(folder, 'api'), { recursive: true });
    await writeFile(join(folder, 'api', 'app.ts'), 'anew');
    await expect.poll(() => saved.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    saved.mockClear();
    await writeFile(join(folder, 'api', 'app.ts'), 'anew, and longer');
    await expect.poll(() => saved.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
    expect(missed).not.toHaveBeenCalled();
  },
);

const events = vi.hoisted(() => ({ silent: false }));
vi.mock('chokidar', async (original) => {
  const chokidar = await original<typeof import('chokidar')>();
  return {
    ...chokidar,
    // A drive that sends no events is one on which nothing is watched.
    watch: (folder: string, options: object) => chokidar.watch(events.silent ? [] : folder, options),
  };
});

test('where no event comes although a file changed, that is noticed', async () => {
  events.silent = true;
  onTestFinished(() => {
    events.silent = false;
  });
  const { folder, saved, missed } = await watched();
  await writeFile(join(folder, 'api', 'app.ts'), 'two, and longer');
  await expect.poll(() => missed.mock.calls.length, { timeout: 5000 }).toBe(1);
  expect(saved).toHaveBeenCalledTimes(1);
});
