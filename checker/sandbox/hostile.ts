import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { type Change, changeFiles } from '../fixtures/change.ts';
import { submission } from '../fixtures/submission.ts';
import { PROJECT } from '../project.ts';
import { sendSignal } from '../send_signal.ts';
import { type Canaries, plantCanaries } from './hostile/canaries.ts';
import { PLACE, type Place } from './hostile/fixture.ts';
import type { Answer, Request } from './hostile/kata_process.ts';

/** A text of a fixture with the places of the canaries in it, as literals of JavaScript. */
export function fill(text: string, places: Canaries['places']): string {
  return Object.entries(PLACE).reduce(
    (done, [name, placeholder]) => done.replaceAll(placeholder, JSON.stringify(places[name as Place])),
    text,
  );
}

/** The submission of a fixture in a folder of its own: several sets of changes, one after the other. */
export async function hostileSubmission(
  sets: Record<string, Change>[],
  links: Record<string, string>,
  places: Canaries['places'],
): Promise<{ folder: string } & AsyncDisposable> {
  const made = await submission();
  for (const changes of sets) {
    const filled = Object.entries(changes).map(([file, change]): [string, Change] => [
      file,
      typeof change === 'string' ? fill(change, places) : (content) => fill(change(content), places),
    ]);
    await changeFiles(made.folder, filled);
  }
  for (const [file, target] of Object.entries(links)) {
    await rm(join(made.folder, file), { force: true });
    await symlink(JSON.parse(fill(target, places)) as string, join(made.folder, file));
  }
  return made;
}

export type Ended = { code: number | null; signal: string | null; stdout: string; stderr: string; hung: boolean };

/** Where a program finds the descriptor that it inherits, as if from a shell that had a file open. */
const INHERITED_AS = 30;

/** A process that has nothing more to do ends at once; on a busy machine, after some seconds. */
const PATIENCE_MS = 30_000;

/** A checker with canaries around it, in a process of its own that stays: it judges one submission after the other. */
export class Ground implements AsyncDisposable {
  readonly canaries: Canaries;
  #child: ChildProcess;
  /** What the process itself printed: nothing, if all is well. */
  #printed = '';
  #asked = 0;

  private constructor(canaries: Canaries) {
    const { secret, temporary, descriptor } = canaries;
    this.canaries = canaries;
    const none = Array.from<'ignore'>({ length: INHERITED_AS - 4 }).fill('ignore');
    this.#child = fork(join(import.meta.dirname, 'hostile', 'kata_process.ts'), {
      cwd: PROJECT.root,
      env: { ...process.env, NO_COLOR: '1', TMPDIR: temporary, CANARY: secret },
      execArgv: ['--disable-sigusr1'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...none, descriptor],
      detached: true,
    });
    // Each run waits for its own answer.
    this.#child.setMaxListeners(0);
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#printed += text;
      });
  }

  static async open(): Promise<Ground> {
    return new Ground(await plantCanaries());
  }

  /** Runs a command of `kata`. What takes longer than so many seconds has hung: the process is ended. */
  async run(args: string[], seconds: number): Promise<Ended> {
    const child = this.#child;
    const id = this.#asked++;
    const { promise, resolve } = Promise.withResolvers<Omit<Ended, 'hung'>>();
    const onAnswer = ({ id: answered, ...finished }: Answer) => {
      if (answered === id) resolve({ ...finished, signal: null });
    };
    const onExit = (code: number | null, signal: string | null) => resolve({ code, signal, stdout: '', stderr: '' });
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      sendSignal(-(child.pid as number), 'SIGKILL');
    }, seconds * 1000);
    child
      .on('message', onAnswer)
      .on('exit', onExit)
      .send({ id, args } satisfies Request);
    const ended = await promise;
    clearTimeout(timer);
    child.off('message', onAnswer).off('exit', onExit);
    const printed = this.#printed;
    this.#printed = '';
    return { ...ended, stderr: ended.stderr + printed, hung };
  }

  /** Lets the process end by itself, as `kata` does when it has nothing more to do. Gives whether it did. */
  async close(): Promise<boolean> {
    const ended = once(this.#child, 'exit').then(() => true);
    this.#child.disconnect();
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, PATIENCE_MS, false);
    const isOver = await Promise.race([ended, late]);
    clearTimeout(timer);
    await this[Symbol.asyncDispose]();
    return isOver;
  }

  /** Ends the process with all that it started. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      sendSignal(-(this.#child.pid as number), 'SIGKILL');
      await ended;
    }
    await this.canaries[Symbol.asyncDispose]();
  }
}

/**
 * Runs a program in a process group of its own, and ends the whole group where it has not ended after so many seconds.
 * It inherits one open descriptor.
 */
export async function runProgram(
  args: string[],
  options: { env?: Record<string, string>; cwd?: string; seconds: number; inherited: number },
): Promise<Ended> {
  const { env = {}, cwd = PROJECT.root, seconds, inherited } = options;
  const none = Array.from<'ignore'>({ length: INHERITED_AS - 3 }).fill('ignore');
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...none, inherited],
    detached: true,
  });
  if (!child.stdout || !child.stderr) throw new Error('The program has no output.');
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    sendSignal(-(child.pid as number), 'SIGKILL');
  }, seconds * 1000);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(timer);
  // A process that outlives its parent may hold the pipes open.
  await Promise.race([
    Promise.all([child.stdout, child.stderr].map((stream) => stream.closed || once(stream, 'close'))),
    new Promise((resolve) => setTimeout(resolve, 1000)),
  ]);
  return { code, signal, ...texts, hung };
}

/**
 * Processes that work in a folder, or have it mounted: those of a sandbox see it under another name. Linux only. Waits so
 * many milliseconds for their end: the kernel needs a moment to empty a namespace.
 */
export async function survivorsIn(folder: string, { patience }: { patience: number }): Promise<number[]> {
  const until = performance.now() + patience;
  for (;;) {
    const found = process.platform === 'linux' ? readdirSync('/proc').filter((name) => worksIn(name, folder)) : [];
    if (found.length === 0 || performance.now() >= until) return found.map(Number);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function worksIn(id: string, folder: string): boolean {
  if (!/^\d+$/.test(id)) return false;
  try {
    if (readlinkSync(`/proc/${id}/cwd`).startsWith(folder)) return true;
    return readFileSync(`/proc/${id}/mountinfo`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

/** What is left in a folder that should be empty. */
export async function leftIn(folder: string): Promise<string[]> {
  return await readdir(folder);
}

/** At most a few runs at a time: more would time each other out on a small machine. */
export const inTurn = pLimit(3);
