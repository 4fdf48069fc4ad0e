import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * Tells of the text that comes on a stream of bytes in UTF-8, and of how many bytes came. A character that lies across two chunks is told with
 * the second.
 */
export function onText(stream: Readable, tell: (text: string, bytes: number) => void): void {
  const decoder = new StringDecoder('utf8');
  stream.on('data', (chunk: Buffer) => tell(decoder.write(chunk), chunk.length));
  stream.on('end', () => tell(decoder.end(), 0));
}
