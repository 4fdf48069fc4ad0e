import { realpathSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { PROJECT } from '../../project.ts';
import type { Sandbox } from '../../sandbox/level.ts';
import { watchMemory } from '../../sandbox/memory_watch.ts';
import { type ConfinedChild, spawnReader } from '../../sandbox/spawn.ts';
import { within } from '../deadline.ts';
import { onText } from '../decoded.ts';
import { LIMITS } from '../limits.ts';
import { beginning } from '../shorten.ts';
import { readLines } from './lines.ts';

export type SourceFile = { name: string; content: Buffer };

/** A module, or what is wrong with its source, and where. */
export type Compiled = { code: string } | { error: { message: string; line: number }; gaveUp?: true };

/** The process is gone. */
export class CompilerEnded extends Error {}

/** The longest line that it may send: a module, and what stands around it. */
const LONGEST_LINE = LIMITS.moduleBytes + 1024;

/** One process that compiles one file at a time. Nobody waits for its end: it ends with this one. */
export class CompilerProcess {
  ended = false;
  #child: ConfinedChild;
  #ready = Promise.withResolvers<void>();
  #answer: PromiseWithResolvers<Compiled> | undefined;
  #printed = '';
  #endWatch: () => void = () => {};

  constructor(sandbox: Sandbox) {
    const program = join(import.meta.dirname, 'main.mjs');
    this.#child = spawnReader(program, realpathSync(join(PROJECT.root, 'node_modules')), sandbox);
    const { process, channel, outputs } = this.#child;
    process.on('error', (error) => this.#end(error.message)).on('exit', () => this.#end(''));
    channel.writable.on('error', () => {});
    const events = { line: (line: string) => this.#receive(line), tooLong: () => this.kill() };
    readLines(channel.readable, LONGEST_LINE, events);
    for (const output of outputs) onText(output, (text) => this.#print(text));
    for (const handle of [process, channel.readable, channel.writable, ...outputs] as Socket[]) handle.unref();
    this.#ready.promise.catch(() => {});
    if (process.pid !== undefined) this.#endWatch = watchMemory(process.pid, LIMITS.memoryBytes, () => this.kill());
  }

  /** Waits until it takes sources. Throws an Error where it does not come up: no source is the cause of that. */
  async ready(): Promise<void> {
    try {
      await within(this.#ready.promise, LIMITS.warmUp);
    } catch {
      this.kill();
      throw new Error(`The compiler could not be started. ${this.#printed.trim()}`);
    }
  }

  /**
   * Compiles one file. Throws `DeadlineExceeded` where it takes more milliseconds than that, and then the process is killed;
   * and `CompilerEnded` where the process ends before it is done.
   */
  async compile({ name, content }: SourceFile, milliseconds: number): Promise<Compiled> {
    if (this.ended) throw new CompilerEnded();
    this.#answer = Promise.withResolvers();
    const request = { name, content: content.toString('base64'), most: LIMITS.moduleBytes };
    this.#child.channel.writable.write(`${JSON.stringify(request)}\n`);
    try {
      return await within(this.#answer.promise, milliseconds);
    } catch (error) {
      this.kill();
      throw error;
    }
  }

  kill(): void {
    this.#child.kill();
    this.#end('');
  }

  #receive(line: string): void {
    const reply = JSON.parse(line) as Compiled | { ready: true };
    if ('ready' in reply) this.#ready.resolve();
    else this.#answer?.resolve(reply);
  }

  /** What it says before its first answer tells why it did not come up; later it can be long, and nobody reads it. */
  #print(text: string): void {
    if (this.#printed.length < 1000) this.#printed += beginning(text, 1000);
  }

  #end(reason: string): void {
    if (this.ended) return;
    this.ended = true;
    this.#endWatch();
    this.#printed += reason;
    this.#ready.reject(new CompilerEnded());
    this.#answer?.reject(new CompilerEnded());
  }
}
