// @module-tag long
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtempDisposable, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { FileTree } from '../course/file_tree.ts';
import { kitCopy, pathsBelow, warmKit } from './kit_copy.ts';
import { leaks, openText, secretLines } from './kit_leaks.ts';

const BETWEEN_LOOKS_MS = 50;

test('nothing of the solutions or the checks can be read: in the kit, while it checks, and after', async () => {
  await using kit = await kitCopy();
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'seen-'));
  const program = [...(await kit.files()).keys()].filter((name) => /^checker\/.*\.(?:ts|mjs)$/.test(name));
  const open = await openText(kit.root, program);
  const secrets = new Set([...(await secretLines())].filter((line) => !open.includes(line)));
  // Most of them are secrets still, or this test would prove nothing.
  expect(secrets.size).toBeGreaterThan(1500);
  expect(leaks(await kit.files(), secrets)).toEqual([]);

  const seen: FileTree = new Map();
  const places = ['.kata', 'tasks', 'node_modules'].map((name) => join(kit.root, name)).concat(temporary.path);
  const run = async (...args: string[]) => {
    const environment = { ...process.env, TMPDIR: temporary.path, TEMP: temporary.path, TMP: temporary.path };
    const options = { cwd: kit.root, env: environment };
    const running = promisify(execFile)(process.execPath, ['checker/kata.mjs', ...args], options).catch(
      () => undefined,
    );
    let isOver = false;
    running.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      for (const place of places) await look(place, seen);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    }
  };
  await run('check', '0-10');
  await run('check', '0', '--json');
  expect(seen.size).toBeGreaterThan(20);
  for (const args of [['hint'], ['diff']]) await kit.run(...args);
  expect(leaks(different(await kit.files(), seen), secrets)).toEqual([]);
});

test('the program in the kit is ours, to the byte: no test, no mistake, nothing for authors', async () => {
  await using kit = await warmKit();
  const files = await kit.files();
  const program = [...files].filter(([name]) => /^checker\/.*\.(?:ts|mjs)$/.test(name));
  for (const [name, content] of program)
    expect([name, await readFile(name, 'utf8')]).toEqual([name, content.toString('utf8')]);
  const foreign =
    /\.test\.|__snapshots__|^solutions\/|\/starter\/|\/task\.ts$|^checker\/(?:mutants|fixtures|proofread|bench|e2e|kit|sandbox\/hostile)\b|commands\/(?:verify|grade|kit)\./;
  expect(
    [...files.keys()].filter((name) => foreign.test(name) && !/^tasks\/\d\d_\w+\/checks\.test\.ts$/.test(name)),
  ).toEqual([]);
});

test('a file that shows itself for a moment is seen', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'seen-'));
  await mkdir(join(folder.path, 'deep'));
  await writeFile(join(folder.path, 'deep', 'file'), 'there');
  const seen: FileTree = new Map();
  await look(folder.path, seen);
  expect([...seen.values()].map(String)).toEqual(['there']);
});

/** All files, each content once. */
function different(...trees: FileTree[]): FileTree {
  const contents = trees.flatMap((tree) => [...tree.values()]);
  return new Map(contents.map((content) => [createHash('sha256').update(content).digest('hex'), content]));
}

/** Keeps every content that a file below a folder has now. Files come and go meanwhile. */
async function look(folder: string, seen: FileTree): Promise<void> {
  for (const path of await pathsBelow(folder)) {
    const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
    const key = `${path} ${size} ${mtimeMs}`;
    const content = seen.has(key) ? undefined : await readFile(path).catch(() => undefined);
    if (content) seen.set(key, content);
  }
}
