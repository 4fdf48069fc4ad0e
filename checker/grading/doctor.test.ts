import { describe, expect, test } from 'vitest';
import { missingPart } from '../e2e/system_parts.ts';
import { sandboxOf } from '../sandbox/available.ts';
import { examine } from './doctor.ts';

test('without a sandbox every canary is reached', async () => {
  const { canaries, sound } = await examine({ level: 'none' });
  expect(canaries).toEqual({ file: false, port: false, process: false, writing: false, daemon: false });
  expect(sound).toBe(false);
});

test('basic holds everything', async () => {
  const { canaries, sound } = await examine({ level: 'basic' });
  expect(canaries).toEqual({ file: true, port: true, process: true, writing: true, daemon: true });
  expect(sound).toBe(true);
});

describe.runIf(missingPart('strong') === undefined)('where the strong level is to be had', () => {
  test('it holds everything', async () => {
    expect(await examine(sandboxOf('strong'))).toEqual({
      canaries: { file: true, port: true, process: true, writing: true, daemon: true },
      sound: true,
    });
  });
});
