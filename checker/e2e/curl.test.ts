import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import type { Check } from '../grading/report.ts';
import { applyMistake } from '../mutants/apply.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { PROJECT } from '../project.ts';
import { sendSignal } from '../send_signal.ts';
import { freePort } from './free_port.ts';
import { checked } from './kata.ts';
import { warmCopy } from './project_copy.ts';

const run = promisify(execFile);

/** Each story starts a server of its own. */
const MOST_CHECKS = 2;

/** Mistakes of different kinds, each with the requirement whose failed check is repeated. */
const STORIES = [
  { name: 'me-without-user-is-401', requirement: '0.3' },
  { name: 'every-id-is-me', requirement: '0.4' },
  { name: 'basic-under-session-auth', requirement: '6.2' },
  { name: 'wrong-password-is-404', requirement: '7.5' },
  { name: 'only-cookie-cleared', requirement: '8.4' },
  { name: 'all-sessions-of-user-deleted', requirement: '8.5' },
];

// The lines are for a POSIX shell.
describe.skipIf(process.platform === 'win32')('the lines of a failed check repeat it with curl', () => {
  test.for(STORIES.slice(-1))('$name', repeatsIt);
  test.for(STORIES.slice(0, -1))('$name', { tags: 'long' }, repeatsIt);

  async function repeatsIt({ name, requirement }: (typeof STORIES)[number]): Promise<void> {
    const mistake = mistakes.find((candidate) => candidate.name === name);
    if (!mistake) throw new Error(`There is no mistake ${name}.`);
    await using wrong = await submission();
    await using project = await warmCopy();
    await applyMistake(mistake, wrong.folder);
    await cp(wrong.folder, join(project.root, 'workspace'), { recursive: true });
    const { report } = await checked(wrong.folder, String(mistake.task));
    const told = report.tasks.flatMap(({ checks }) => checks).filter((check) => repeats(check, requirement));
    expect(told.length).toBeGreaterThan(0);
    for (const check of told.slice(0, MOST_CHECKS)) {
      const step = check.timeline?.find(({ wrong }) => wrong);
      expect(await lastStatus(check.curl ?? [], project.root), check.title).toBe(
        step?.what === 'request' && step.status,
      );
    }
  }
});

/** Whether a check failed at a request, for this requirement, and can be repeated from outside alone. */
function repeats({ outcome, requirements, timeline, curl = [] }: Check, requirement: string): boolean {
  const step = timeline?.find(({ wrong }) => wrong);
  const alone = curl.slice(2).every((line) => !line.startsWith('#'));
  return outcome === 'failed' && requirements.includes(requirement) && step?.what === 'request' && alone;
}

/** Starts the server as the first line says, runs the others in a shell, and gives the status of the last answer. */
async function lastStatus([start = '', ...lines]: string[], root: string): Promise<number> {
  const port = await freePort();
  const environment = {
    PATH: `${join(PROJECT.root, 'node_modules', '.bin')}:${process.env.PATH}`,
    HOME: root,
    API_PORT: String(port),
    SCRYPT_COST: '4',
  };
  const server = spawn('sh', ['-c', start.replace('npm run', 'exec npm run')], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  // The pipe closes when all that npm started is gone.
  const ended = once(server, 'close');
  try {
    await Promise.race([listens(server.stdout), ended.then(() => Promise.reject(new Error('No server came up.')))]);
    const script = ['set -e', ...lines].join('\n').replaceAll('http://127.0.0.1:5000', `http://127.0.0.1:${port}`);
    const { stdout, stderr } = await run('sh', ['-c', script], { cwd: root, env: environment, timeout: 60_000 });
    // A body without a line break is followed by the next answer on the same line.
    const statuses = [...`${stderr}\n${stdout}`.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
    return statuses.at(-1) ?? 0;
  } finally {
    // npm, and what it started, are one group.
    sendSignal(-(server.pid as number), 'SIGTERM');
    await ended;
  }
}

/** Goes on reading after the line has come: a server whose pipe is closed ends. */
async function listens(output: NodeJS.ReadableStream): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let text = '';
  output.on('data', (chunk) => {
    text += chunk;
    if (text.includes('listens on')) resolve();
  });
  return promise;
}
