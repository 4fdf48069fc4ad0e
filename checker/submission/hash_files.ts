import { createHash } from 'node:crypto';

/** The content of a submission: SHA-256 over the names and contents of the files that are judged, in their order. Hexadecimal. */
export function hashFiles(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(`${name}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}
