import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';

/** A change of one file: new content, or a function of the old one. */
export type Change = string | ((content: string) => string);

/** A copy of the finished server with some files changed. Removed when it goes out of scope (`await using`). */
export async function submission(changes: Record<string, Change> = {}): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'submission-'));
  for (const part of ['api', 'models'])
    await cp(join(PROJECT.solutions, part), join(folder, part), { recursive: true });
  for (const file of ['main.ts', 'configuration_error.ts']) await cp(join(PROJECT.solutions, file), join(folder, file));
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file);
    await writeFile(path, typeof change === 'string' ? change : change(await readFile(path, 'utf8')));
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Puts lines at the beginning of a file. */
export function prepend(lines: string): Change {
  return (content) => `${lines}\n${content}`;
}

export type Finished = { code: number | null; stdout: string; stderr: string; milliseconds: number };

/** Runs `kata` as a user would, without a terminal. */
export function kata(
  args: string[],
  { cwd = PROJECT.root, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Finished> {
  const started = performance.now();
  const launcher = join(cwd === PROJECT.root ? PROJECT.root : cwd, 'checker', 'kata.mjs');
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [launcher, ...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      resolve({ code, stdout, stderr, milliseconds: performance.now() - started });
    });
  });
}

/** Checks a submission and reads its report. */
export async function checked(folder: string, ...args: string[]): Promise<Finished & { report: Report }> {
  const finished = await kata(['check', ...args, '--dir', folder, '--json', '--seed', '1']);
  if (!finished.stdout.startsWith('{')) throw new Error(`No report came: ${finished.stderr}`);
  return { ...finished, report: JSON.parse(finished.stdout) as Report };
}
