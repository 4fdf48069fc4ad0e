import { execFile } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';

const SERVER = join(PROJECT.root, 'solutions');
const LEFT_OUT = new Set([join(SERVER, 'server'), join(SERVER, 'web')]);

/** Each check starts several processes of its own, so few at a time are the fastest. */
const AT_ONCE = 2;
const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
let next = 0;

/** A copy of the finished server, without what stages leave out, in a new folder. Gives its absolute path. */
export async function copyServer(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kata-submission-'));
  await cp(SERVER, folder, { recursive: true, filter: (source) => !LEFT_OUT.has(source) });
  return folder;
}

/** Runs `kata check` on a submission, as a user would, with more flags. Throws where it prints no report. */
export async function runCheck(
  tasks: string,
  folder: string,
  ...flags: string[]
): Promise<{ exitCode: number; report: Report }> {
  const lane = next++ % AT_ONCE;
  const run = (lanes[lane] as Promise<unknown>).catch(() => undefined).then(() => check(tasks, folder, flags));
  lanes[lane] = run;
  return run;
}

async function check(tasks: string, folder: string, flags: string[]): Promise<{ exitCode: number; report: Report }> {
  const launcher = join(PROJECT.root, 'checker', 'kata.mjs');
  const args = [launcher, 'check', tasks, '--dir', folder, '--json', '--seed', '1', ...flags];
  const { exitCode, stdout, stderr } = await execute(args);
  if (stdout.trim() === '') throw new Error(`kata printed no report, and ended with ${exitCode}:\n${stderr}`);
  return { exitCode, report: JSON.parse(stdout) as Report };
}

/** Runs a program in Node. A program that ends with another code than 0 is no error here. */
async function execute(args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  try {
    return { exitCode: 0, ...(await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })) };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, stdout, stderr };
  }
}
