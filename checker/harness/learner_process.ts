import { randomBytes, randomUUID } from 'node:crypto';
import { watchFiles } from '../sandbox/folder_watch.ts';
import { watchMemory } from '../sandbox/memory_watch.ts';
import { runDelay } from '../sandbox/run_delay.ts';
import { type LearnerChild, type SpawnOptions, spawnLearner } from '../sandbox/spawn.ts';
import { Channel } from './channel/channel.ts';
import type { ChannelLimits } from './channel/channel_options.ts';
import { joined } from './channel/join.ts';
import { checkerCodec } from './channel/seal.ts';
import type { ChannelStream } from './channel/stream.ts';
import { within } from './deadline.ts';
import { onText } from './decoded.ts';
import { LIMITS } from './limits.ts';
import { type End, ProcessEnded, ThrownByLearner } from './process_end.ts';
import type { RemoteError, Request } from './protocol.ts';
import { boundedError, isNotice, isReply } from './untrusted_message.ts';

const CHANNEL_LIMITS: ChannelLimits = {
  streamBytes: LIMITS.answerBytes,
  strayBytes: LIMITS.answerBytes,
  messageBytes: LIMITS.messageBytes,
};

/** A sandbox adds the number of the signal that ended a process to this one. */
const BY_SIGNAL = 128;

type Pending = { resolve: (value: string) => void; reject: (error: Error) => void };

/** One process with the stub, from spawn to kill. It knows the channel and nothing of checks. */
export class LearnerProcess {
  /** Settles when the stub can take a submission. */
  readonly warm: Promise<void>;
  end: End | undefined;
  #child: LearnerChild;
  #channel: Channel;
  #pending = new Map<string, Pending>();
  #log: string[] = [];
  #logBytes = 0;
  #notices = 0;
  #crash: RemoteError | undefined;
  #endWatch = (): void => {};
  #fault: Pick<End, 'cause' | 'detail'> | undefined;
  #killed = false;
  #exited = Promise.withResolvers<void>();
  #logClosed: Promise<unknown>;
  #warmed = Promise.withResolvers<void>();

  constructor(options: SpawnOptions) {
    this.#child = spawnLearner(options);
    const secret = randomBytes(32).toString('hex');
    this.warm = this.#warmed.promise;
    // A spare process that nobody waits for may be killed: that is no unhandled rejection.
    this.warm.catch(() => {});
    this.#channel = new Channel(
      joined(this.#child.channel),
      { message: (message) => this.#receive(message), fault: (error) => this.#stop('protocol error', error.message) },
      { limits: CHANNEL_LIMITS, codec: checkerCodec(secret) },
    );
    this.#channel.send({ secret });
    for (const output of this.#child.outputs) onText(output, (text, bytes) => this.#print(text, bytes));
    this.#logClosed = Promise.all(this.#child.outputs.map(closed));
    const { pid } = this.#child.process;
    const wallAlone = options.level === 'strong' && options.wallAlone;
    if (!wallAlone) this.#watch(pid, options.scratch);
    this.#child.process.on('error', (error) => this.#finish(null, error.message));
    this.#child.process.on('exit', (code, signal) => void this.#finish(code, signal ?? `exit code ${code}`, signal));
  }

  /** Absolute path of the submission, as the process sees it. */
  get submission(): string {
    return this.#child.submission;
  }

  /** Absolute path of the folder that it may write to, as it sees it. */
  get scratch(): string {
    return this.#child.scratch;
  }

  /**
   * Sends a request to the stub and gives its value as text. Throws `ThrownByLearner`, `ProcessEnded`,
   * or `DeadlineExceeded` after so many milliseconds.
   */
  async request(request: Request, milliseconds: number): Promise<string> {
    if (this.end || this.#fault) throw new ProcessEnded();
    const id = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#pending.set(id, { resolve, reject });
    this.#channel.send({ id, ...request });
    try {
      return await within(promise, milliseconds, this.waited);
    } finally {
      this.#pending.delete(id);
    }
  }

  /** Milliseconds that it was ready to run, so far, and the machine had no processor for it. */
  readonly waited = (): number => runDelay(this.#child.process.pid ?? 0);

  /** A connection to the learner's server. */
  open(options: { encrypted: boolean }): ChannelStream {
    return this.#channel.open(options);
  }

  /** What the process printed since the last call. */
  takeLog(): string {
    const log = this.#log.join('');
    this.#log = [];
    this.#logBytes = 0;
    return log;
  }

  /** Settles when what the process has printed by now was read: it may lie in the pipe still when an answer is there. */
  async drained(): Promise<void> {
    for (let seen = -1; seen !== this.#logBytes; ) {
      seen = this.#logBytes;
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Kills the process, which cannot resist it, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill();
    await this.#exited.promise;
  }

  /** Settles once the process is gone and its last output has been read. */
  get ended(): Promise<void> {
    return this.#exited.promise;
  }

  #receive(message: unknown): void {
    // Its end is on the way, and what it says until then is worth nothing.
    if (this.#fault) return;
    if (isNotice(message)) {
      this.#notices += 1;
      if (this.#notices > LIMITS.notices)
        return this.#stop('protocol error', 'More errors were told of than one process can have.');
      if (message.notice === 'warm') this.#warmed.resolve();
      else this.#crash = boundedError(message.error);
      return;
    }
    const pending = isReply(message) ? this.#pending.get(message.id) : undefined;
    if (!isReply(message) || !pending) return this.#stop('protocol error', 'An answer came that nobody had asked for.');
    // At once: a second answer may be in the same chunk.
    this.#pending.delete(message.id);
    if ('error' in message) pending.reject(new ThrownByLearner(boundedError(message.error)));
    else pending.resolve(message.value);
  }

  #print(text: string, bytes: number): void {
    this.#logBytes += bytes;
    if (this.#logBytes > LIMITS.logBytes)
      return this.#stop('output limit', `More than ${LIMITS.logBytes} bytes were printed.`);
    this.#log.push(text);
  }

  #watch(processId: number | undefined, scratch: string): void {
    if (processId === undefined) return;
    const ends = [
      watchMemory(processId, LIMITS.memoryBytes, () => this.#stop('memory', 'Too much memory was used.')),
      watchFiles(scratch, processId, LIMITS.scratchBytes, () =>
        this.#stop('output limit', 'Too much was written to files.'),
      ),
    ];
    this.#endWatch = () => {
      for (const end of ends) end();
    };
  }

  #stop(cause: 'output limit' | 'protocol error' | 'memory', detail: string): void {
    this.#fault ??= { cause, detail };
    this.#child.kill();
  }

  #endedByLimit(exitCode: number | null): boolean {
    return !this.#killed && exitCode !== null && exitCode === this.#child.outOfMemory;
  }

  async #finish(exitCode: number | null, detail: string, signal: NodeJS.Signals | null = null): Promise<void> {
    this.#endWatch();
    // Output that is still in the pipe belongs to the log: it often holds the error. A grandchild may keep it open.
    await Promise.race([this.#logClosed, new Promise((resolve) => setTimeout(resolve, 200).unref())]);
    // Node ends itself by a signal then, and says why. A server may print the same, and end in another way.
    const aborted = signal !== null || (exitCode ?? 0) > BY_SIGNAL;
    const outOfMemory =
      (aborted && this.#log.join('').includes('JavaScript heap out of memory')) || this.#endedByLimit(exitCode);
    this.end = {
      cause: outOfMemory ? 'memory' : 'crashed',
      detail,
      exitCode,
      ...(this.#crash && { error: this.#crash }),
      ...(signal === 'SIGKILL' && !this.#killed && !this.#fault && { fromOutside: true }),
      ...this.#fault,
    };
    this.#channel.close();
    for (const { reject } of this.#pending.values()) reject(new ProcessEnded());
    this.#warmed.reject(new ProcessEnded());
    this.#exited.resolve();
  }
}

function closed(stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve) => stream.on('close', resolve));
}
