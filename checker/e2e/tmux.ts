import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sendSignal } from '../send_signal.ts';

const run = promisify(execFile);

/** So long a screen may take until it shows what is waited for. */
const PATIENCE_MS = 90_000;

/** A terminal with a shell, driven as a person would: keys go in, screens come out. It is ended when it goes out of scope. */
export class Terminal implements AsyncDisposable {
  /** Temporary files of all that runs in it. */
  readonly temporary: string;
  #name = `kata-test-${process.pid}-${randomUUID().slice(0, 8)}`;

  private constructor(temporary: string) {
    this.temporary = temporary;
  }

  static async open(folder: string, { columns = 80, rows = 30 } = {}): Promise<Terminal> {
    const terminal = new Terminal(await mkdtemp(join(tmpdir(), 'terminal-')));
    const shell = ['env', '-u', 'CI', '-u', 'NO_COLOR', `TMPDIR=${terminal.temporary}`, 'PS1=$ ', 'sh'];
    const size = ['-x', String(columns), '-y', String(rows)];
    await terminal.#tmux('new-session', '-d', ...size, '-c', folder, ...shell);
    await terminal.shows('$');
    return terminal;
  }

  /** Presses keys, by tmux's names: `h`, `Enter`, `Escape`, `C-c`. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.#tmux('send-keys', key);
      // Esc, and a key at once after it, are one key to a terminal.
      await sleep(key === 'Escape' ? 200 : 30);
    }
  }

  /** Types a line into the shell. */
  async type(line: string): Promise<void> {
    await this.#tmux('send-keys', '-l', line);
    await this.#tmux('send-keys', 'Enter');
  }

  /** The screen as text, without what is empty at its end. */
  async screen(): Promise<string> {
    const { stdout } = await this.#tmux('capture-pane', '-p');
    return stdout.trimEnd();
  }

  /** Waits until the screen shows all of these and none of `without`, and stays so. Gives the screen. */
  async shows(...wanted: (string | RegExp | { without: string })[]): Promise<string> {
    const until = performance.now() + PATIENCE_MS;
    let before: string | undefined;
    while (performance.now() < until) {
      const screen = await this.screen();
      const right = wanted.every((text) => holds(screen, text));
      if (right && screen === before) return screen;
      before = right ? screen : undefined;
      await sleep(150);
    }
    throw new Error(`The screen does not show ${JSON.stringify(wanted.map(String))}:\n${await this.screen()}`);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Whether the cursor is to be seen. */
  async cursor(): Promise<boolean> {
    const { stdout } = await this.#tmux('display-message', '-p', '#{cursor_flag}');
    return stdout.trim() === '1';
  }

  /** The processes that were started in this terminal and are still there, but for its shell. */
  async processes(): Promise<{ id: number; command: string }[]> {
    const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(ids.map((id) => this.#own(id)));
    return found.filter((one) => one !== undefined);
  }

  /** Closes the window, as a person closes it: the programs in it are told by SIGHUP. */
  async hangUp(): Promise<void> {
    await this.#tmux('kill-server').catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hangUp();
    for (const { id } of await this.processes()) sendSignal(id, 'SIGKILL');
    await rm(this.temporary, { recursive: true, force: true });
  }

  /** A process is of this terminal where its environment or its command names the temporary folder. */
  async #own(id: string): Promise<{ id: number; command: string } | undefined> {
    const read = (name: string) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
    const [environment, command] = await Promise.all([read('environ'), read('cmdline')]);
    const words = command.split('\0').join(' ').trim();
    if (command === '' || words === 'sh' || words.startsWith('tmux ')) return undefined;
    return `${environment}${command}`.includes(this.temporary) ? { id: Number(id), command: words } : undefined;
  }

  #tmux(...args: string[]) {
    return run('tmux', ['-L', this.#name, '-f', '/dev/null', '-u', ...args], {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
  }
}

function holds(screen: string, wanted: string | RegExp | { without: string }): boolean {
  if (wanted instanceof RegExp) return wanted.test(screen);
  return typeof wanted === 'string' ? screen.includes(wanted) : !screen.includes(wanted.without);
}
