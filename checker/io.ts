import type { CheckedSubmission, CheckOptions } from './grading/check_submission.ts';
import { type Home, PROJECT } from './project.ts';
import { block } from './reporters/untrusted.ts';
import { takeOutputErrors } from './unread.ts';

/**
 * What a command sees of the world: where it prints, what it is told by the shell, whose workspace it is about, and what
 * judges a submission. `processIo()` is the one of a real program; a test brings its own, and runs commands without a process.
 */
export type Io = {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
  home: Home;
  /** Aborted when nobody reads any more what is printed, as after `kata verify | head`. Long work looks at it. */
  unread: AbortSignal;
  judge: (options: CheckOptions) => Promise<CheckedSubmission>;
};

/** The world of this process. From now on, errors of its output are taken care of. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  const { workspace, derived } = PROJECT;
  return {
    stdin,
    stdout,
    stderr,
    env,
    home: { workspace, derived, tell: (sentence) => warn({ stderr }, sentence) },
    unread: takeOutputErrors(),
    judge: async (options) => (await import('./grading/check_submission.ts')).checkSubmission(options),
  };
}

/** Prints lines, each with its end. They may hold names of a submission's choosing, and no colours. */
export function print({ stdout }: Pick<Io, 'stdout'>, ...lines: string[]): void {
  for (const line of lines) stdout.write(`${block(line)}\n`);
}

/** Prints a sentence beside the output, where errors go. It may hold a name of a submission's choosing. */
export function warn({ stderr }: Pick<Io, 'stderr'>, sentence: string): void {
  stderr.write(`${block(sentence)}\n`);
}
