import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { program } from './program.ts';
import { projectCopy } from './project_copy.ts';

const LAUNCHER = join(PROJECT.root, 'checker', 'kata.mjs');

/** Runs a launcher on a Node that says it is another version. */
function launch(launcher: string, version: string, ...args: string[]) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return spawnSync(process.execPath, ['--import', `data:text/javascript,${pretend}`, launcher, ...args], {
    encoding: 'utf8',
  });
}

test('a Node that is too old, without the locked one, is told in one sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'launcher-'));
  try {
    await cp(LAUNCHER, join(folder, 'kata.mjs'));
    const { status, stdout, stderr } = launch(join(folder, 'kata.mjs'), '20.20.2');
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^kata needs Node 24 or newer, and this is 20\.20\.2\. Run `npm ci`.*\n$/),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const SIGNS = process.platform === 'win32' ? ['#', '%'] : ['#', '%', '?', '*'];

test.each(SIGNS)('a folder with %s in its name is told in one sentence, at the start', async (sign) => {
  const folder = await mkdtemp(join(tmpdir(), 'launcher-'));
  try {
    const root = join(folder, `C${sign} course`, 'kata');
    await cp(LAUNCHER, join(root, 'checker', 'kata.mjs'));
    for (const version of [process.versions.node, '20.20.2']) {
      const { status, stdout, stderr } = launch(join(root, 'checker', 'kata.mjs'), version, 'check');
      expect({ status, stdout, stderr }).toEqual({
        status: 2,
        stdout: '',
        stderr: `kata does not work in a folder with "${sign}" in its path: ${root}. Rename that folder, or move the project to another one.\n`,
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** What a pattern of files, a shell, a URL or a list may take for something else. */
const ODD =
  process.platform === 'win32'
    ? "(1) [2024] {x} !x a,b it's a&b @x ~ ^ $HOME a;b Ü"
    : '(1) [2024] {x} a|b <x> !x a,b:c it\'s "a&b" @x ~ ^ $HOME a;b Ü';

test('a folder of any other name is as good as another', { tags: 'long' }, async () => {
  await using copy = await projectCopy(ODD);
  expect(await program(['check', '0', '--dir', join(copy.root, 'solutions')], { cwd: copy.root })).toMatchObject({
    code: 0,
    stderr: '',
  });
});
