import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onText } from './decoded.ts';

/** What is told of two streams on which these chunks come, one of each in turn. */
async function told(...lists: Buffer[][]): Promise<{ texts: string[]; bytes: number }> {
  const streams = lists.map(() => new PassThrough());
  const texts = lists.map(() => '');
  let bytes = 0;
  for (const [index, stream] of streams.entries())
    onText(stream, (text, count) => {
      texts[index] += text;
      bytes += count;
    });
  for (let turn = 0; turn < Math.max(...lists.map(({ length }) => length)); turn += 1) {
    for (const [index, stream] of streams.entries()) stream.write(lists[index]?.[turn] ?? Buffer.alloc(0));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.on('close', resolve).end())));
  return { texts, bytes };
}

const single = (text: string) => [...Buffer.from(text)].map((byte) => Buffer.from([byte]));

test.each(['ä', '€', '😀', 'naïve – “日本” 👩‍💻'])(
  '%s comes whole, byte by byte, beside another stream',
  async (text) => {
    expect(await told(single(text), single(`x${text}`))).toEqual({
      texts: [text, `x${text}`],
      bytes: 2 * Buffer.byteLength(text) + 1,
    });
  },
);

test('what is no UTF-8, or ends in the middle, is told as that', async () => {
  const { texts } = await told([Buffer.from([0x61, 0xff]), Buffer.from([0x62, 0xe2, 0x82])]);
  expect(texts).toEqual(['a\ufffdb\ufffd']);
});

test('any text comes as it was, however it is cut', async () => {
  const cut = fc.tuple(fc.string({ unit: 'binary', maxLength: 20 }), fc.array(fc.nat(60), { maxLength: 5 }));
  await fc.assert(
    fc.asyncProperty(cut, async ([given, places]) => {
      const text = given.toWellFormed();
      const bytes = Buffer.from(text);
      const ends = [0, ...places.sort((one, other) => one - other), bytes.length];
      const chunks = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
      expect((await told(chunks)).texts).toEqual([text]);
    }),
    { numRuns: 100 },
  );
});
