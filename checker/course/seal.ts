import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as z from 'zod';
import { type FileTree, sorted } from './file_tree.ts';

/** The first line of a sealed file: says what it is to whoever opens it. */
const HEAD = Buffer.from('kata course, sealed: course.sealed.md says why\n');

/**
 * The key stands in the open, since whoever has the kit must be able to check. So the seal keeps honest people from
 * spoilers, and keeps nobody from cheating: marks never come from a kit.
 */
const KEY = createHash('sha256')
  .update('The key to this kit stands in the open. Solve it yourself: it is more fun.')
  .digest();

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const contentsSchema = z.record(z.string(), z.base64());

/** One file for many, without a readable line in it. The same files give the same bytes. */
export function seal(tree: FileTree): Buffer {
  const contents = Object.fromEntries([...sorted(tree)].map(([name, content]) => [name, content.toString('base64')]));
  const plain = Buffer.from(JSON.stringify(contents));
  const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  // From the content, so that a kit made twice is the same to the byte. No two contents share one.
  const nonce = createHash('sha256').update(plain).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, KEY, nonce);
  const sealed = Buffer.concat([cipher.update(packed), cipher.final()]);
  return Buffer.concat([HEAD, nonce, cipher.getAuthTag(), sealed]);
}

/** What was sealed. Throws an `Error` for anything that is not, to the byte, what `seal` gave. */
export function unseal(bytes: Buffer): FileTree {
  if (!bytes.subarray(0, HEAD.length).equals(HEAD)) throw new Error('no sealed course');
  const body = bytes.subarray(HEAD.length);
  const decipher = createDecipheriv(CIPHER, KEY, body.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(body.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const packed = Buffer.concat([decipher.update(body.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  const contents = contentsSchema.parse(JSON.parse(brotliDecompressSync(packed).toString('utf8')));
  return new Map(Object.entries(contents).map(([name, content]) => [name, Buffer.from(content, 'base64')]));
}
