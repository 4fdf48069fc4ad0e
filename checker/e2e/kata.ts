import { execFile } from 'node:child_process';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';

export type Finished = { code: number | null; stdout: string; stderr: string; milliseconds: number };

/** Runs `kata` as a user would, without a terminal. */
export function kata(
  args: string[],
  { cwd = PROJECT.root, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Finished> {
  const started = performance.now();
  const launcher = join(cwd, 'checker', 'kata.mjs');
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [launcher, ...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      resolve({ code, stdout, stderr, milliseconds: performance.now() - started });
    });
  });
}

/** Each check starts several processes of its own, so few at a time are the fastest. */
const inTurn = pLimit(2);

/** Checks a submission and reads its report. Throws where none came. */
export async function checked(folder: string, ...args: string[]): Promise<Finished & { report: Report }> {
  const finished = await inTurn(() => kata(['check', ...args, '--dir', folder, '--json', '--seed', '1']));
  if (!finished.stdout.startsWith('{'))
    throw new Error(`No report came, and kata ended with ${finished.code}: ${finished.stderr}`);
  return { ...finished, report: JSON.parse(finished.stdout) as Report };
}
