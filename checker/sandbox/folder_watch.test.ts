import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtempDisposable, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderSize, removedSize, watchFiles } from './folder_watch.ts';

test('all files below a folder count, and the limit is told', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'watched-'));
  const told = Promise.withResolvers<void>();
  const end = watchFiles(folder.path, process.pid, 15_000, told.resolve);
  await mkdir(join(folder.path, 'deep'));
  await writeFile(join(folder.path, 'one'), Buffer.alloc(3000));
  await writeFile(join(folder.path, 'deep', 'two'), Buffer.alloc(9000));
  // A small file and a folder take a block each.
  expect(folderSize(folder.path)).toBe(2 * 4096 + 9000);
  await told.promise;
  end();
});

test('many empty files count, and are counted until they are enough', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'watched-'));
  for (let index = 0; index < 100; index += 1) await writeFile(join(folder.path, String(index)), '');
  expect(folderSize(folder.path)).toBe(100 * 4096);
  expect(folderSize(folder.path, 5000)).toBe(2 * 4096);
});

test.skipIf(process.platform === 'win32')('a folder that cannot be read is more than any limit', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'watched-'));
  await chmod(folder.path, 0o755);
  await mkdir(join(folder.path, 'shut'), { mode: 0o000 });
  const isRoot = process.getuid?.() === 0;
  // Root may read everything.
  if (isRoot) process.seteuid?.(65534);
  try {
    expect(folderSize(folder.path)).toBe(Number.POSITIVE_INFINITY);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test.skipIf(process.platform === 'win32')('a path that is too long to be read is more than any limit', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'watched-'));
  const script = "for (let i = 0; i < 30; i++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }";
  execFileSync(process.execPath, ['-e', script], { cwd: folder.path });
  try {
    expect(folderSize(folder.path)).toBe(Number.POSITIVE_INFINITY);
  } finally {
    execFileSync('rm', ['-rf', folder.path]);
    await mkdir(folder.path);
  }
});

test.runIf(process.platform === 'linux')('a name that is no text hides nothing', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'watched-'));
  const odd = (name: string) => Buffer.concat([Buffer.from(`${folder.path}/${name}`), Buffer.from([0xff, 0xc3])]);
  await writeFile(odd('file'), Buffer.alloc(9000));
  await mkdir(odd('folder'));
  await writeFile(Buffer.concat([odd('folder'), Buffer.from('/file')]), Buffer.alloc(5000));
  expect(folderSize(folder.path)).toBe(9000 + 4096 + 5000);
});

test.runIf(process.platform === 'linux')('a file that was removed counts until it is closed', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'watched-'));
  const path = join(folder.path, 'file');
  const before = removedSize(process.pid);
  const file = await open(path, 'w');
  await file.writeFile(Buffer.alloc(30_000));
  expect(removedSize(process.pid)).toBe(before);
  await rm(path);
  expect(removedSize(process.pid)).toBe(before + 30_000);
  await file.close();
  expect(removedSize(process.pid)).toBe(before);
});
