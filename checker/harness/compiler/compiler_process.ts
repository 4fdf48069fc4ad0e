import { realpathSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT } from '../../project.ts';
import type { Sandbox } from '../../sandbox/level.ts';
import { watchMemory } from '../../sandbox/memory_watch.ts';
import { type ConfinedChild, spawnReader } from '../../sandbox/spawn.ts';
import { within } from '../deadline.ts';
import { LIMITS } from '../limits.ts';

export type SourceFile = { name: string; content: Buffer };

/** A module, or what is wrong with its source, and where. */
export type Compiled = { code: string } | { error: { message: string; line: number }; gaveUp?: true };

/** The process is gone: it ended, or took too long, and was killed. */
export class CompilerEnded extends Error {}

type Reply = { ready: true } | ({ id: number } & Compiled);
type Pending = PromiseWithResolvers<Compiled>;

/** One process that compiles. Nobody waits for its end: it ends with this one. */
export class CompilerProcess {
  ended = false;
  #child: ConfinedChild;
  #ready = Promise.withResolvers<void>();
  #pending = new Map<number, Pending>();
  #asked = 0;
  #printed = '';
  #endWatch: () => void = () => {};

  constructor(sandbox: Sandbox) {
    const program = join(import.meta.dirname, 'main.mjs');
    this.#child = spawnReader(program, realpathSync(join(PROJECT.root, 'node_modules')), sandbox);
    const { process, channel, outputs } = this.#child;
    process.on('error', (error) => this.#end(error.message)).on('exit', () => this.#end(''));
    channel.writable.on('error', () => {});
    createInterface({ input: channel.readable }).on('line', (line) => this.#receive(line));
    for (const output of outputs) output.on('data', (chunk: Buffer) => this.#print(chunk));
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

  /** Compiles one file, in at most so many milliseconds. Throws `CompilerEnded` where the process ends before it is done. */
  async compile({ name, content }: SourceFile, milliseconds: number): Promise<Compiled> {
    if (this.ended) throw new CompilerEnded();
    this.#asked += 1;
    const pending = Promise.withResolvers<Compiled>();
    this.#pending.set(this.#asked, pending);
    const request = { id: this.#asked, name, content: content.toString('base64') };
    this.#child.channel.writable.write(`${JSON.stringify(request)}\n`);
    try {
      return await within(pending.promise, milliseconds);
    } catch {
      this.kill();
      throw new CompilerEnded();
    }
  }

  kill(): void {
    this.#child.kill();
    this.#end('');
  }

  #receive(line: string): void {
    const reply = JSON.parse(line) as Reply;
    if ('ready' in reply) return this.#ready.resolve();
    this.#pending.get(reply.id)?.resolve(reply);
    this.#pending.delete(reply.id);
  }

  /** What it says before its first answer tells why it did not come up; later it can be long, and nobody reads it. */
  #print(chunk: Buffer): void {
    if (this.#printed.length < 1000) this.#printed += chunk.toString('utf8').slice(0, 1000);
  }

  #end(reason: string): void {
    if (this.ended) return;
    this.ended = true;
    this.#endWatch();
    this.#printed += reason;
    this.#ready.reject(new CompilerEnded());
    for (const { reject } of this.#pending.values()) reject(new CompilerEnded());
    this.#pending.clear();
  }
}
