import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { findProgram } from './find_program.ts';
import { ownKeyring } from './keyring.ts';

/** Runs a command behind what gives it a keyring of its own. */
function run(...program: string[]) {
  const [command = '', ...args] = [...ownKeyring(), ...program];
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: {} });
  return { status, stdout, stderr };
}

test('a command keeps its arguments, its outputs and its exit code', () => {
  const script = 'printf "%s|" "$@"; echo warned >&2; exit 3';
  expect(run('/bin/sh', '-c', script, 'sh', 'a b', '$x', "'", '', '*')).toEqual({
    status: 3,
    stdout: "a b|$x|'||*|",
    stderr: 'warned\n',
  });
});

test.runIf(ownKeyring().length > 0)('each command has a session keyring that nobody else has', () => {
  const keyctl = findProgram('keyctl') as string;
  const keyring = () => run(keyctl, 'id', '@s').stdout.trim();
  const ours = spawnSync(keyctl, ['id', '@s'], { encoding: 'utf8' }).stdout.trim();
  expect(keyring()).toMatch(/^\d+$/);
  expect(new Set([keyring(), keyring(), ours]).size).toBe(3);
});
