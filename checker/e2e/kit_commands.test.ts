// @module-tag long
import { spawn } from 'node:child_process';
import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sendSignal } from '../send_signal.ts';
import { freePort } from './free_port.ts';
import { type KitCopy, kitCopy, warmKit } from './kit_copy.ts';

/** How each script of the kit is tried, and with what exit code it ends in a workspace of task 0. */
const SCRIPTS: Record<string, { args?: string[]; input?: string; until?: RegExp; code?: number; says: RegExp }> = {
  kata: { code: 1, says: /✗ Task 0/ },
  check: { code: 1, says: /✗ Task 0/ },
  // npm ends by the signal that it was sent, and what it says of that is its own.
  dev: { until: /Ctrl-C ends it/, says: /Your server for task 0/ },
  user: { args: ['ann@example.com'], input: 'a password\n', code: 0, says: /ann@example.com can log in now/ },
  typecheck: { code: 0, says: /^$/ },
};

/** The same of each command of `kata` that the page of the kit names, as it stands there. */
const COMMANDS: Record<string, number> = {
  check: 1,
  'check 4': 1,
  'check 0-4': 1,
  'check --seed N': 1,
  hint: 0,
  progress: 0,
  start: 0,
  diff: 0,
  reset: 0,
  'jump 4': 0,
  restore: 0,
  'solution 4': 2,
  doctor: 0,
};

/** Runs a program in the kit, ends it by Ctrl-C once it says `until`, and gives what it came to. */
async function run(
  kit: KitCopy,
  command: string,
  args: string[],
  { input = '', until }: { input?: string; until?: RegExp } = {},
) {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    SCRYPT_COST: '10',
    API_PORT: String(await freePort()),
    DATABASE_URL: `sqlite:${join(kit.root, 'users.db')}`,
  };
  const child = spawn(command, args, { cwd: kit.root, env, stdio: 'pipe', detached: true });
  child.stdin.end(input);
  let text = '';
  let signalled = false;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (!until?.test(text) || child.pid === undefined || signalled) return;
      signalled = true;
      sendSignal(-child.pid, 'SIGINT');
    });
  const [code] = await new Promise<[number | null]>((resolve) => child.on('close', (...end) => resolve([end[0]])));
  return { code, text };
}

const scriptsOf = async (kit: KitCopy) =>
  (JSON.parse(await readFile(join(kit.root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;

test.skipIf(process.platform === 'win32')('every script of the kit works there', async () => {
  await using kit = await warmKit();
  expect(Object.keys(SCRIPTS).sort()).toEqual(Object.keys(await scriptsOf(kit)).sort());
  for (const [name, { args = [], input, until, code, says }] of Object.entries(SCRIPTS)) {
    const options = { ...(input !== undefined && { input }), ...(until && { until }) };
    const ended = await run(kit, 'npm', ['run', '--silent', name, '--', ...args], options);
    expect({ name, ...ended }).toEqual({ name, code: code ?? ended.code, text: expect.stringMatching(says) });
  }
});

test.skipIf(process.platform === 'win32')('every command that the page of the kit names works there', async () => {
  await using kit = await warmKit();
  const page = await readFile(join(kit.root, 'README.md'), 'utf8');
  const named = [...page.matchAll(/`npx kata ([^`]*?)(?: --help)?`/g)]
    .map(([, words = '']) => words)
    .filter((words) => words !== '--help');
  expect([...new Set(named)].sort()).toEqual(Object.keys(COMMANDS).sort());
  for (const [words, code] of Object.entries(COMMANDS)) {
    const ended = await kit.run(...words.replace('N', '1').split(' '));
    expect({ words, code: ended.code, output: ended.stdout + ended.stderr }).toMatchObject({ words, code });
  }
});

test.each([
  ['commander', ['--version']],
  ['vitest', ['check', '0']],
  ['tsx', ['dev']],
])('without the package %s, one sentence says what helps', async (name, args) => {
  await using kit = await kitCopy();
  await rm(join(kit.root, 'node_modules', name), { recursive: true });
  expect(await kit.run(...args)).toEqual({
    code: 3,
    stdout: '',
    stderr: `The packages of this project are not complete: ${name} is missing. Run \`npm ci\` in ${await realpath(kit.root)}, on this machine.\n`,
  });
});
