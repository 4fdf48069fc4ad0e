import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder, removeTree } from './remove_tree.ts';

const onLinux = test.runIf(process.platform === 'linux');

/** A folder that everybody may write to; what is left of it in the end goes by other means. */
async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tree-'));
  await chmod(folder, 0o777);
  onTestFinished(() => {
    execFileSync('chmod', ['-R', 'u+rwx', folder]);
    execFileSync('rm', ['-rf', folder]);
  });
  return folder;
}

/** A user that owns nothing. Node itself is not started as one: it may lie in a folder that is closed to others. */
const NOBODY = 65534;

/** Runs lines in a process of its own that begins in a folder. What they make belongs to nobody, where we are root. */
function run(folder: string, script: string, ...args: string[]): void {
  execFileSync(process.execPath, ['-e', script, '--', ...args], { cwd: folder, env: {} });
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '-h', `${NOBODY}:${NOBODY}`, folder]);
}

/** As a user to whom modes mean something. */
async function asOwner<T>(work: () => Promise<T>): Promise<T> {
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

const CASES: [string, string][] = [
  [
    'a path longer than the system takes',
    "for (let i = 0; i < 40; i++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); fs.writeFileSync('big', 'x'); }",
  ],
  [
    'folders that forbid everything',
    "fs.mkdirSync('a/b/c', { recursive: true }); fs.writeFileSync('a/b/c/d', ''); for (const p of ['a/b/c', 'a/b', 'a']) fs.chmodSync(p, 0);",
  ],
  [
    'folders that may be read alone',
    "fs.mkdirSync('a/b', { recursive: true }); fs.writeFileSync('a/b/c', ''); fs.chmodSync('a/b', 0o400); fs.chmodSync('a', 0o444);",
  ],
  [
    'names that are no text',
    "const n = Buffer.from([0xff, 0xfe, 0x2f, 0x80]); fs.mkdirSync(n.subarray(0, 2)); fs.writeFileSync(n, ''); fs.writeFileSync(Buffer.from([0xc3]), '');",
  ],
  [
    'names that mean something elsewhere',
    "for (const n of ['-rf', '*', '~', 'a\\nb', '...', ' ']) fs.writeFileSync(n, '');",
  ],
  [
    'a queue and a socket',
    "require('child_process').execFileSync('mkfifo', ['queue']); require('net').createServer().listen('socket', function () { process.exit(); });",
  ],
  ['many files', "for (let i = 0; i < 3000; i++) fs.writeFileSync(String(i), '');"],
];

onLinux.each(CASES)('%s: gone', async (_name, script) => {
  const folder = await place();
  run(folder, script);
  expect(await readdir(folder, { encoding: 'buffer' })).not.toEqual([]);
  expect(await asOwner(() => emptyFolder(folder))).toBe(true);
  expect(await readdir(folder, { encoding: 'buffer' })).toEqual([]);
  expect(await removeTree(folder)).toBe(true);
  await mkdir(folder);
});

test('a link goes, and what it shows stays', async () => {
  const folder = await place();
  const [tree, other] = [join(folder, 'tree'), join(folder, 'other')];
  for (const made of [tree, other]) await mkdir(made);
  await writeFile(join(other, 'kept'), '');
  await chmod(other, 0o755);
  await symlink(other, join(tree, 'link'), 'junction');
  expect(await removeTree(tree)).toBe(true);
  expect(await readdir(other)).toEqual(['kept']);
  expect((await lstat(other)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o755);
});

test('what is not there is gone', async () => {
  expect(await removeTree(join(await place(), 'none'))).toBe(true);
});

onLinux('what is not ours to remove stays, and the rest goes', async () => {
  const folder = await place();
  run(folder, "fs.writeFileSync('own', '')");
  await mkdir(join(folder, 'shut', 'in'), { recursive: true });
  const gone = await asOwner(() => emptyFolder(folder));
  // Who is no ordinary user made it: only root's folder is not ours.
  expect(gone).toBe(process.getuid?.() !== 0);
  expect(await readdir(folder)).toEqual(gone ? [] : ['shut']);
});

/** A folder with what is in it and a mode, or a file. */
type Tree = { name: string; mode: number; below: Tree[] } | { name: string };

const tree = fc.letrec<{ tree: Tree }>((tie) => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => !/[/\0]|^\.{1,2}$/.test(text));
  return {
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.record({ name }),
      fc.record({ name, mode: fc.integer({ min: 0, max: 0o777 }), below: fc.array(tie('tree'), { maxLength: 4 }) }),
    ),
  };
}).tree;

const PLANT = `
const plant = (trees) => { for (const { name, mode, below } of trees) { try {
  if (!below) { fs.writeFileSync(name, ''); continue; }
  fs.mkdirSync(name); process.chdir(name); plant(below); process.chdir('..'); fs.chmodSync(name, mode);
} catch (error) { if (error.code !== 'EEXIST' && error.code !== 'ENAMETOOLONG' && error.code !== 'EISDIR') throw error; } } };
plant(JSON.parse(process.argv[1]));`;

onLinux('any tree is gone', async () => {
  const folder = await place();
  await fc.assert(
    fc.asyncProperty(fc.array(tree, { maxLength: 5 }), async (trees) => {
      run(folder, PLANT, JSON.stringify(trees));
      expect(await asOwner(() => emptyFolder(folder))).toBe(true);
      expect(await readdir(folder)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('a file that somebody has put in the place of the folder is removed', async () => {
  const folder = join(await place(), 'folder');
  await writeFile(folder, 'x');
  expect(await removeTree(folder)).toBe(true);
  await expect(lstat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});
