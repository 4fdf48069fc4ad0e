import { describe, expect, test } from 'vitest';
import { encodeFrame, type Frame, FrameReader, FrameType, MAX_PAYLOAD, ProtocolError } from './frames.ts';

const frames = [
  encodeFrame(0, FrameType.message, Buffer.from('{"id":1}')),
  encodeFrame(7, FrameType.open, Buffer.from([1])),
  encodeFrame(2 ** 32 - 1, FrameType.data, Buffer.alloc(3000, 'x')),
  encodeFrame(7, FrameType.end),
];

function read(chunks: Buffer[]): Frame[] {
  const reader = new FrameReader();
  return chunks.flatMap((chunk) =>
    [...reader.push(chunk)].map((frame) => ({ ...frame, payload: Buffer.from(frame.payload) })),
  );
}

describe('FrameReader', () => {
  test.each([1, 2, 8, 9, 10, 1000, 100_000])('gives the same frames when the bytes come %i at a time', (size) => {
    const bytes = Buffer.concat(frames);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    expect(read(chunks)).toEqual([
      { stream: 0, type: FrameType.message, payload: Buffer.from('{"id":1}') },
      { stream: 7, type: FrameType.open, payload: Buffer.from([1]) },
      { stream: 2 ** 32 - 1, type: FrameType.data, payload: Buffer.alloc(3000, 'x') },
      { stream: 7, type: FrameType.end, payload: Buffer.alloc(0) },
    ]);
  });

  test('refuses a frame that says it is larger than the limit, before it has come', () => {
    const header = Buffer.alloc(9);
    header.writeUInt32BE(MAX_PAYLOAD + 1, 5);
    expect(() => read([header])).toThrow(ProtocolError);
  });

  test('refuses a type that does not exist', () => {
    expect(() => read([Buffer.from('garbage that no stub would write')])).toThrow(ProtocolError);
  });
});

test('a frame larger than the limit cannot be made', () => {
  expect(() => encodeFrame(1, FrameType.data, Buffer.alloc(MAX_PAYLOAD + 1))).toThrow(RangeError);
});
