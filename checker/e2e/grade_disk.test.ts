// @module-tag long
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { classOfFour } from './graded.ts';

/** Whether a small disk can be made here: on Linux, in a namespace of one's own, where that is allowed. */
const hasSmallDisks =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0;

test.runIf(hasSmallDisks)('a disk that is full, or read-only, costs a sentence and nothing that is there', async () => {
  await using made = await classOfFour();
  const disk = made.at('disk');
  await mkdir(disk);
  const grade = (flags: string) =>
    `"${process.execPath}" "${join(PROJECT.root, 'checker', 'kata.mjs')}" grade "${made.class}" --seed 1 --sandbox basic ${flags}; echo "code $?"`;
  const script = [
    `mount -t tmpfs -o size=12k tmpfs "${disk}"`,
    'echo FULL',
    grade(`--out "${disk}/out" --jobs 1`),
    `ls "${disk}/out"`,
    `mount -o remount,size=50m "${disk}"`,
    'echo ROOM',
    grade(`--out "${disk}/out" --resume`),
    `mount -o remount,ro "${disk}"`,
    'echo READ-ONLY',
    grade(`--out "${disk}/out" --resume`),
    grade(`--out "${disk}/other/new"`),
    `ls "${disk}"`,
  ].join('\n');
  const { stdout } = spawnSync('unshare', ['-rm', 'sh', '-c', `(${script}) 2>&1`], { encoding: 'utf8' });
  const [, full, room, readOnly] = stdout.split(/^(?:FULL|ROOM|READ-ONLY)\n/m);

  expect(full).toMatch(
    /disk\/out\/\S+ cannot be written: the disk is full\. Make room, then run this again\.\ncode 3\n/,
  );
  expect(full).toContain('run.json');
  expect(room).toMatch(/4 submissions, 1 refused[\s\S]*code 1\n/);
  expect(readOnly).toMatch(/out\/run\.json cannot be written: the disk is read-only\. [^\n]*\ncode 2\n/);
  expect(readOnly).toMatch(/other\/new cannot be written: the disk is read-only\. [^\n]*\ncode 2\nout\n$/);
  expect(stdout).not.toMatch(/^ {4}at /m);
});
