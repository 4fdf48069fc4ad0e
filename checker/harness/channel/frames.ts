/**
 * The wire format between the checker and a learner's process: `[u32 stream][u8 type][u32 length][payload]`, big-endian.
 * Stream 0 carries messages, each one JSON text. Every other stream is one HTTP connection.
 */

export const MAX_PAYLOAD = 1024 * 1024;
export const MESSAGE_STREAM = 0;

export const HEADER_LENGTH = 9;

export const FrameType = { message: 0, open: 1, data: 2, end: 3, reset: 4 } as const;
export type FrameType = (typeof FrameType)[keyof typeof FrameType];

export type Frame = { stream: number; type: FrameType; payload: Buffer };

/** What came over the channel cannot be a frame, or not one that was asked for. The other side is not to be trusted any more. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}

/** The bytes of one frame. Throws a RangeError where the payload is larger than one frame may be. */
export function encodeFrame(stream: number, type: FrameType, payload: Uint8Array = new Uint8Array()): Buffer {
  if (payload.length > MAX_PAYLOAD) throw new RangeError(`A frame holds at most ${MAX_PAYLOAD} bytes.`);
  const frame = Buffer.allocUnsafe(HEADER_LENGTH + payload.length);
  frame.writeUInt32BE(stream, 0);
  frame.writeUInt8(type, 4);
  frame.writeUInt32BE(payload.length, 5);
  frame.set(payload, HEADER_LENGTH);
  return frame;
}

/**
 * The same bytes in memory of their own. Small buffers share theirs with all others of the process, also with those that learner
 * code makes: it could read there what came before it.
 */
export function joinedBytes(parts: readonly Uint8Array[]): Buffer {
  const joined = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.length;
  }
  return joined;
}

// Kept before learner code can replace it.
const { defineProperty } = Object;

/** Adds to a list as `push` does, which would hand the item to a setter, where somebody has put one among what all lists inherit. */
export function append<Item>(list: Item[], item: Item): void {
  defineProperty(list, list.length, { value: item, writable: true, enumerable: true, configurable: true });
}

/** Cuts a byte stream into frames, however the bytes were grouped on their way. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes of the frame that comes, as far as is known: its header first. */
  #wanted = HEADER_LENGTH;

  /** Takes the next bytes and gives the frames that they complete. Throws a ProtocolError on an impossible header. */
  *push(chunk: Buffer): Generator<Frame> {
    append(this.#chunks, chunk);
    this.#buffered += chunk.length;
    while (this.#buffered >= this.#wanted) {
      const bytes = this.#joined();
      const length = HEADER_LENGTH + payloadLength(bytes);
      this.#wanted = length;
      if (this.#buffered < length) return;
      this.#wanted = HEADER_LENGTH;
      this.#chunks = length < bytes.length ? [bytes.subarray(length)] : [];
      this.#buffered -= length;
      yield {
        stream: bytes.readUInt32BE(0),
        type: bytes.readUInt8(4) as FrameType,
        payload: bytes.subarray(HEADER_LENGTH, length),
      };
    }
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first) return first;
    // Only when a header, or a frame, is complete: so a byte is not copied again with each chunk.
    const joined = joinedBytes(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

function payloadLength(header: Buffer): number {
  const type = header.readUInt8(4);
  if (type > FrameType.reset) throw new ProtocolError(`There is no frame of type ${type}.`);
  const length = header.readUInt32BE(5);
  if (length > MAX_PAYLOAD)
    throw new ProtocolError(`A frame of ${length} bytes is larger than the limit of ${MAX_PAYLOAD}.`);
  return length;
}
