import { ProtocolError } from './frames.ts';
import type { ChannelStream } from './stream.ts';

export type ChannelEvents = {
  /** A message that was complete: parsed JSON, and nothing is known of its shape. */
  message: (message: unknown) => void;
  /** The other side opened a connection. Left out by the side that opens them: an opening is then a protocol error. */
  connection?: (stream: ChannelStream) => void;
  /** The bytes made no sense, or broke a limit. The channel is closed and nothing more is read. */
  fault: (error: ProtocolError) => void;
};

/** How messages become texts, and texts messages. @throws {ProtocolError} by `decode`, where a text is none */
export type Codec = { encode: (message: unknown) => string; decode: (text: string) => unknown };

/** Plain JSON. */
export const JSON_CODEC: Codec = {
  encode: (message) => JSON.stringify(message),
  decode: (text) => {
    try {
      return JSON.parse(text);
    } catch {
      throw new ProtocolError('A message is not JSON.');
    }
  },
};

export type ChannelLimits = {
  /** Bytes that one connection, or one message, may bring. The head of each frame counts as well: an empty frame is work, too. */
  streamBytes: number;
  /** The same for what may still arrive on connections that are closed already. */
  strayBytes: number;
  /** Bytes that all messages together may bring. */
  messageBytes: number;
  /** Milliseconds that the end of a connection waits for something that it can go with: 20 where nothing is said. */
  endWaits?: number;
};

/** For the end that trusts the other one. */
export const NO_LIMITS: ChannelLimits = {
  streamBytes: Number.POSITIVE_INFINITY,
  strayBytes: Number.POSITIVE_INFINITY,
  messageBytes: Number.POSITIVE_INFINITY,
};
