import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';

/** What a command came to. */
export type Finished = { code: number | null; stdout: string; stderr: string };

/**
 * Runs `kata` as a user would, as a program of its own without a terminal: for what only a real process has. All else of a
 * command is tested in this process, with `kata()`.
 */
export function program(
  args: string[],
  { cwd = PROJECT.root, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Finished> {
  const launcher = join(cwd, 'checker', 'kata.mjs');
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [launcher, ...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}
