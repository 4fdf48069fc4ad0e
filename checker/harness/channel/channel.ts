import { randomInt } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type ChannelEvents, type ChannelLimits, type Codec, JSON_CODEC, NO_LIMITS } from './channel_options.ts';
import {
  append,
  encodeFrame,
  type Frame,
  FrameReader,
  FrameType,
  HEADER_LENGTH,
  joinedBytes,
  MAX_PAYLOAD,
  MESSAGE_STREAM,
  ProtocolError,
} from './frames.ts';
import { ChannelStream } from './stream.ts';

// Kept before learner code can replace it, or the learner's clock stand still.
const { setTimeout: later, clearTimeout: forget } = globalThis;

const END_WAITS = 20;

/** One end of the framed multiplexer: messages on stream 0, an HTTP connection on every other one. */
export class Channel {
  #transport: Duplex;
  #events: ChannelEvents;
  #limits: ChannelLimits;
  #codec: Codec;
  #reader = new FrameReader();
  #streams = new Map<number, { stream: ChannelStream; received: number }>();
  #closed = new Set<number>();
  #strayBytes = 0;
  #broken = false;
  /** Connections that the other side has not heard of yet, and whether they are encrypted. */
  #unopened = new Map<number, boolean>();
  #unsent: Buffer[] = [];
  #endTimer: NodeJS.Timeout | undefined;
  #messageParts: Buffer[] = [];
  /** Bytes of the message that comes, and of all messages. */
  #received = { message: 0, messages: 0 };

  constructor(
    transport: Duplex,
    events: ChannelEvents,
    { limits = NO_LIMITS, codec = JSON_CODEC }: { limits?: ChannelLimits; codec?: Codec } = {},
  ) {
    this.#transport = transport;
    this.#events = events;
    this.#limits = limits;
    this.#codec = codec;
    transport.on('data', (chunk: Buffer) => this.#receive(chunk));
    transport.on('error', () => transport.destroy());
    transport.on('close', () => this.#closeStreams());
  }

  /** Sends a message. A text longer than one frame goes as several: all but the last are `data` frames. */
  send(message: unknown): void {
    const bytes = Buffer.from(this.#codec.encode(message));
    let start = 0;
    for (; bytes.length - start > MAX_PAYLOAD; start += MAX_PAYLOAD) {
      this.#write(MESSAGE_STREAM, FrameType.data, bytes.subarray(start, start + MAX_PAYLOAD));
    }
    this.#write(MESSAGE_STREAM, FrameType.message, bytes.subarray(start));
  }

  /**
   * Opens a connection. Its number cannot be guessed, so nobody can answer before the request has arrived. The other side
   * hears of it with the first bytes: an opening of its own would wake it once more.
   */
  open({ encrypted }: { encrypted: boolean }): ChannelStream {
    let id = randomInt(1, 2 ** 32);
    while (this.#streams.has(id) || this.#closed.has(id)) id = randomInt(1, 2 ** 32);
    this.#unopened.set(id, encrypted);
    return this.#add(id, encrypted);
  }

  get idle(): boolean {
    return this.#transport.writableLength === 0;
  }

  close(): void {
    this.#broken = true;
    this.#transport.destroy();
  }

  #write(stream: number, type: FrameType, payload?: Uint8Array): void {
    const encrypted = this.#unopened.get(stream);
    if (encrypted !== undefined) {
      this.#unopened.delete(stream);
      // Given up before anything was said: the other side need not hear of it.
      if (type === FrameType.reset) return;
      append(this.#unsent, encodeFrame(stream, FrameType.open, Buffer.from([encrypted ? 1 : 0])));
    }
    append(this.#unsent, encodeFrame(stream, type, payload));
    // Hardly anybody waits for an end. What follows soon takes it along.
    if (type === FrameType.end || type === FrameType.reset)
      this.#endTimer ??= later(this.#flush, this.#limits.endWaits ?? END_WAITS).unref();
    // The side of the server may end in the same turn, and what it has said must be out by then.
    else if (this.#events.connection) this.#flush();
    else process.nextTick(this.#flush);
  }

  /** What was written in one turn goes out together: each write wakes the other side, and that costs more than what it says. */
  readonly #flush = (): void => {
    forget(this.#endTimer);
    this.#endTimer = undefined;
    if (this.#unsent.length === 0) return;
    const bytes = Buffer.concat(this.#unsent);
    this.#unsent = [];
    if (this.#transport.writable) this.#transport.write(bytes);
  };

  #add(id: number, encrypted: boolean): ChannelStream {
    const send = (type: FrameType, payload?: Uint8Array) => this.#write(id, type, payload);
    const stream = new ChannelStream(id, { encrypted, isClient: !this.#events.connection, send });
    this.#streams.set(id, { stream, received: 0 });
    stream.on('close', () => {
      this.#streams.delete(id);
      this.#closed.add(id);
    });
    return stream;
  }

  #receive(chunk: Buffer): void {
    if (this.#broken) return;
    try {
      for (const frame of this.#reader.push(chunk)) {
        this.#dispatch(frame);
        if (this.#broken) return;
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.close();
      this.#events.fault(error);
    }
  }

  #dispatch(frame: Frame): void {
    if (frame.stream === MESSAGE_STREAM) return this.#receiveMessage(frame);
    if (frame.type === FrameType.open) return this.#receiveOpen(frame);
    const entry = this.#streams.get(frame.stream);
    if (!entry) return this.#receiveStray(frame);
    if (frame.type === FrameType.message) throw new ProtocolError('A connection carries no messages.');
    entry.received += sizeOf(frame);
    if (entry.received > this.#limits.streamBytes) {
      entry.stream.destroy(
        Object.assign(new Error('The answer is larger than the limit.'), { code: 'ERR_ANSWER_TOO_LARGE' }),
      );
      return;
    }
    if (frame.type === FrameType.end) return entry.stream.receiveEnd();
    if (frame.type === FrameType.reset) return entry.stream.receiveReset();
    entry.stream.receive(joinedBytes([frame.payload]));
  }

  #receiveMessage(frame: Frame): void {
    if (frame.type !== FrameType.data && frame.type !== FrameType.message) {
      throw new ProtocolError('The message stream carries messages only.');
    }
    this.#received.message += sizeOf(frame);
    this.#received.messages += sizeOf(frame);
    if (this.#received.message > this.#limits.streamBytes)
      throw new ProtocolError('A message is larger than the limit.');
    if (this.#received.messages > this.#limits.messageBytes)
      throw new ProtocolError('All messages together are larger than the limit.');
    append(this.#messageParts, joinedBytes([frame.payload]));
    if (frame.type === FrameType.data) return;
    const text = joinedBytes(this.#messageParts).toString('utf8');
    this.#messageParts = [];
    this.#received.message = 0;
    this.#events.message(this.#codec.decode(text));
  }

  #receiveOpen(frame: Frame): void {
    if (!this.#events.connection || this.#streams.has(frame.stream))
      throw new ProtocolError('Nobody asked for a connection.');
    this.#events.connection(this.#add(frame.stream, frame.payload[0] === 1));
  }

  #receiveStray(frame: Frame): void {
    if (!this.#closed.has(frame.stream)) throw new ProtocolError('There is no such connection.');
    // Whoever goes on talking must hear now that it was closed.
    if (frame.type === FrameType.data) this.#flush();
    this.#strayBytes += sizeOf(frame);
    if (this.#strayBytes > this.#limits.strayBytes)
      throw new ProtocolError('Too much came on connections that were closed.');
  }

  #closeStreams(): void {
    for (const { stream } of this.#streams.values()) stream.receiveReset();
  }
}

/** What a frame counts for: its head is read and looked at as well. */
function sizeOf({ payload }: Frame): number {
  return HEADER_LENGTH + payload.length;
}
