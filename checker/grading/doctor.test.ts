import { describe, expect, test } from 'vitest';
import { missingPart } from '../e2e/system_parts.ts';
import { sandboxOf } from '../sandbox/available.ts';
import { examine } from './doctor.ts';

/** These need Linux, and one of them a Node that calls foreign functions. */
const native = {
  keys: process.platform !== 'linux' || Number.parseInt(process.versions.node, 10) < 26,
  calls: process.platform !== 'linux' || Number.parseInt(process.versions.node, 10) < 26,
  code: process.platform !== 'linux',
};

test('without a sandbox every canary is reached, but the disk, which is watched', async () => {
  const { canaries, sound } = await examine({ level: 'none' });
  const reached = { file: false, port: false, process: false, writing: false, daemon: false };
  expect(canaries).toEqual({ ...reached, ...native, disk: true });
  expect(sound).toBe(false);
});

test('basic holds everything', async () => {
  const { canaries, sound } = await examine({ level: 'basic' });
  expect(canaries).toEqual({
    file: true,
    port: true,
    process: true,
    writing: true,
    daemon: true,
    keys: true,
    calls: true,
    code: true,
    disk: true,
  });
  expect(sound).toBe(true);
});

describe.runIf(missingPart('strong') === undefined)('where the strong level is to be had', () => {
  test('it holds everything', async () => {
    const strong = sandboxOf('strong');
    // docker has no filter of ours, and mounts a folder as it is.
    const own = 'engine' in strong && strong.engine === 'bubblewrap';
    const wall = { file: true, port: true, process: true, writing: true, daemon: true, keys: true };
    expect(await examine(strong)).toEqual({
      canaries: { ...wall, calls: own, code: own, disk: own },
      sound: true,
    });
  });
});
