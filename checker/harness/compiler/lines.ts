import type { Readable } from 'node:stream';

/**
 * Tells of each line of a stream. Only `\n` ends one: `node:readline` knows other ends, and JSON may hold those. Where a line is
 * longer than that (in characters), nothing more is read, and `tooLong` is told.
 */
export function readLines(
  stream: Readable,
  longest: number,
  events: { line: (text: string) => void; tooLong: () => void },
): void {
  let begun = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    for (const part of chunk.split(/(?<=\n)/)) {
      if (stream.destroyed) return;
      begun += part;
      if (begun.length > longest) {
        stream.destroy();
        events.tooLong();
      } else if (begun.endsWith('\n')) {
        events.line(begun);
        begun = '';
      }
    }
  });
}
