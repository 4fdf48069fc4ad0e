import { Writable } from 'node:stream';
import { cli } from '../cli.ts';
import type { Report } from '../grading/report.ts';
import type { Io } from '../io.ts';
import { type Home, PROJECT } from '../project.ts';
import type { Finished } from './program.ts';
import { warmLanes } from './warm.ts';

export type { Finished } from './program.ts';

/** Whose workspace a command is about, and what its shell sets. */
type Surroundings = { home?: Omit<Home, 'tell'>; env?: Record<string, string> };

/** Runs a command of `kata` in this process, without a terminal. What it judges is judged by runners that stay warm. */
export async function kata(args: string[], { home = PROJECT, env = {} }: Surroundings = {}): Promise<Finished> {
  const [stdout, stderr] = [new Output(), new Output()];
  const io: Io = {
    stdin: { isTTY: false } as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    env: { ...process.env, NO_COLOR: '1', ...env },
    home: { ...home, tell: (sentence) => void stderr.write(`${sentence}\n`) },
    unread: new AbortController().signal,
    judge: async (options) => (await warmLanes()).check(options),
  };
  const code = await cli(args, io);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Checks a submission and reads its report. Throws where none came. */
export async function checked(folder: string, ...args: string[]): Promise<Finished & { report: Report }> {
  const finished = await kata(['check', ...args, '--dir', folder, '--json', '--seed', '1']);
  if (!finished.stdout.startsWith('{'))
    throw new Error(`No report came, and kata ended with ${finished.code}: ${finished.stderr}`);
  return { ...finished, report: JSON.parse(finished.stdout) as Report };
}

/** A stream that keeps what is written to it, and is no terminal. */
class Output extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}
