import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readLines } from './lines.ts';

/** What is told of these chunks, where a line may have five characters. */
async function toldOf(...chunks: string[]): Promise<string[]> {
  const stream = new PassThrough();
  const told: string[] = [];
  readLines(stream, 5, { line: (text) => told.push(text), tooLong: () => told.push('too long') });
  const closed = new Promise((resolve) => stream.on('close', resolve));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await closed;
  return told;
}

test('lines come whole, however they are cut, and one that nothing ends does not come', async () => {
  expect(await toldOf('a', 'b\nc', '\n\u2028\r\n', 'd')).toEqual(['ab\n', 'c\n', '\u2028\r\n']);
});

test('nothing is read after a line that is too long, whether it ends or not', async () => {
  expect(await toldOf('a\n12', '3456', '\nb\n')).toEqual(['a\n', 'too long']);
  expect(await toldOf('123456\nb\n')).toEqual(['too long']);
});
