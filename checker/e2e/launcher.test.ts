import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';

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
