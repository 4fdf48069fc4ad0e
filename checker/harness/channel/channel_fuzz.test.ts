import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Channel } from './channel.ts';
import { encodeFrame, FrameType, type ProtocolError } from './frames.ts';
import { pair } from './test_pair.ts';

const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
const anyFrame = fc
  .record({
    // Often one that is open, or was.
    stream: fc.oneof(fc.constant('opened' as const), fc.integer({ min: 0, max: 3 }), fc.nat(2 ** 32 - 1)),
    type: fc.constantFrom(...Object.values(FrameType)),
    payload: fc.oneof(
      anyBytes,
      fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text)),
    ),
  })
  .map(
    (frame) => (opened: number) =>
      encodeFrame(frame.stream === 'opened' ? opened : frame.stream, frame.type, frame.payload),
  );
const anyPart = fc.oneof(
  { weight: 5, arbitrary: anyFrame },
  { weight: 1, arbitrary: anyBytes.map((bytes) => () => bytes) },
);

test('whatever comes, in whatever order and pieces: data, or one fault, and never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyPart, { maxLength: 30 }), fc.integer({ min: 1, max: 300 }), async (parts, size) => {
      const [near] = pair();
      const messages: unknown[] = [];
      const faults: ProtocolError[] = [];
      const channel = new Channel(
        near,
        { message: (message) => messages.push(message), fault: (error) => faults.push(error) },
        { limits: { streamBytes: 1000, strayBytes: 1000, messageBytes: 3000 } },
      );
      const stream = channel.open({ encrypted: false });
      let received = 0;
      stream.on('data', (chunk: Buffer) => (received += chunk.length)).on('error', () => {});
      stream.write('x');
      const bytes = Buffer.concat(parts.map((part) => part(stream.id)));
      for (let start = 0; start < bytes.length; start += size) near.push(bytes.subarray(start, start + size));
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(faults.length).toBeLessThanOrEqual(1);
      for (const message of messages) expect(JSON.parse(JSON.stringify(message))).toEqual(message);
      expect(received).toBeLessThanOrEqual(1000);
      channel.close();
    }),
    { numRuns: 300 },
  );
});
