import { Duplex } from 'node:stream';
import { FrameType, MAX_PAYLOAD } from './frames.ts';

export type SendFrame = (type: FrameType, payload?: Uint8Array) => void;

/**
 * One HTTP connection inside the channel. It has what Express, superagent and learners use of a `net.Socket`:
 * without `remoteAddress`, `request.ip` is undefined, and without `setTimeout`, `request.setTimeout()` throws.
 */
export class ChannelStream extends Duplex {
  readonly id: number;
  /** True where the connection stands for one over HTTPS. Express reads it as `request.secure`. */
  readonly encrypted: boolean;
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 50_000;
  readonly remoteFamily = 'IPv4';
  readonly localAddress = '127.0.0.1';
  readonly localPort = 5000;
  readonly connecting = false;
  readonly pending = false;
  timeout = 0;
  #send: SendFrame;
  #isClient: boolean;
  #timer: NodeJS.Timeout | undefined;
  #bothEnded = false;

  constructor(id: number, options: { encrypted: boolean; isClient: boolean; send: SendFrame }) {
    super({ allowHalfOpen: true });
    this.id = id;
    this.encrypted = options.encrypted;
    this.#send = options.send;
    this.#isClient = options.isClient;
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    this.timeout = milliseconds;
    if (listener) this.once('timeout', listener);
    this.#restartTimer();
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  address(): { address: string; family: string; port: number } {
    return { address: this.localAddress, family: 'IPv4', port: this.localPort };
  }

  /** Bytes that the other side sent. */
  receive(payload: Buffer): void {
    this.#restartTimer();
    this.push(payload);
  }

  /** The other side has sent all it had to send. */
  receiveEnd(): void {
    this.push(null);
  }

  /**
   * The other side has given the connection up. A client still reads what the server had said before, as with TCP (RFC 9293,
   * section 3.6); a server has nobody left to answer.
   */
  receiveReset(): void {
    this.#bothEnded = true;
    if (this.#isClient && !this.readableEnded) {
      this.once('end', () => this.destroy());
      this.push(null);
    } else if (this.#isClient || this.writableEnded) this.destroy();
    else this.destroy(Object.assign(new Error('The connection was closed too early.'), { code: 'ECONNRESET' }));
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#restartTimer();
    for (let start = 0; start < chunk.length; start += MAX_PAYLOAD) {
      this.#send(FrameType.data, chunk.subarray(start, start + MAX_PAYLOAD));
    }
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#send(FrameType.end);
    this.#bothEnded = this.readableEnded;
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    if (!this.#bothEnded) this.#send(FrameType.reset);
    done(error);
  }

  #restartTimer(): void {
    clearTimeout(this.#timer);
    if (this.timeout === 0) return;
    this.#timer = setTimeout(() => this.emit('timeout'), this.timeout);
    this.#timer.unref();
  }
}
