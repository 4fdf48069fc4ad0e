import { expect, test } from 'vitest';
import type { Io } from '../io.ts';
import { movesCursor } from './terminal.ts';

test.each<[string, boolean, string | undefined, NodeJS.Platform, boolean]>([
  ['a usual one', true, 'xterm-256color', 'linux', true],
  ['one of Emacs', true, 'dumb', 'linux', false],
  ['one of Emacs on Windows', true, 'dumb', 'win32', false],
  ['one without a name', true, undefined, 'linux', false],
  ['one with an empty name', true, '', 'darwin', false],
  ['one that nobody knows', true, 'unknown', 'linux', false],
  ["Windows' own", true, undefined, 'win32', true],
  ['a file', false, 'xterm', 'linux', false],
])('whether a terminal moves its cursor: %s', (_what, isTTY, name, platform, moves) => {
  const stdout = { isTTY } as Io['stdout'];
  expect(movesCursor({ stdout, env: name === undefined ? {} : { TERM: name } }, platform)).toBe(moves);
});
