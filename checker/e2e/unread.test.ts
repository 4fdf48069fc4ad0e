import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Learner, learnerWithProgram } from './learner.ts';

/** Runs `kata` and ends reading its output: at once, or after so many lines. */
async function readOnly(lines: number, { root }: Learner, args: string[]) {
  const child = spawn(process.execPath, [join(root, 'checker', 'kata.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const leave = () => {
    if (stdout.split('\n').length > lines) child.stdout.destroy();
  };
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    leave();
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  leave();
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stderr };
}

test('where nobody reads what a command says, it ends as it would have, without a word', { tags: 'long' }, async () => {
  await using learner = await learnerWithProgram();
  await learner.run('start');
  for (const args of [['hint', '0'], ['solution', '1', '--spoil'], ['progress'], ['--help']])
    expect({ args, ...(await readOnly(0, learner, args)) }).toEqual({ args, code: 0, signal: null, stderr: '' });
  const check = ['check', '0', '--dir', 'solutions'];
  expect(await readOnly(0, learner, check)).toEqual({ code: 0, signal: null, stderr: '' });
  expect(await readOnly(0, learner, ['check', '0'])).toEqual({ code: 1, signal: null, stderr: '' });
});

test('a long command stops if its output pipe is closed', { tags: 'long' }, async () => {
  await using learner = await learnerWithProgram();
  expect(await readOnly(1, learner, ['verify'])).toEqual({ code: 141, signal: null, stderr: '' });
});

test.runIf(process.platform === 'linux')('a result that cannot be written is told in a sentence', async () => {
  await using learner = await learnerWithProgram();
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [join(learner.root, 'checker', 'kata.mjs'), 'hint', '0'], {
    stdio: ['ignore', full, 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  expect(await once(child, 'close')).toEqual([3, null]);
  expect(stderr).toMatch(/^What there is to say could not be written: ENOSPC[^\n]*\n$/);
});
