import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { tar, zip } from './test_archives.ts';
import { takeInBytes } from './test_folder.ts';

const SEED = 7;
const EACH = 170;

const entries = [
  { name: 'name/', type: '5' as const },
  { name: 'name/api/v1/app.ts', content: 'export const app = 1;\n'.repeat(20) },
  {
    name: 'name/api/v1/views/users é.ts',
    content: Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * i) % 253)),
  },
  { name: 'name/models/base.ts', content: 'class Base {}\n', method: 0 },
  { name: `name/${'long'.repeat(40)}.ts`, content: '' },
];

const ARCHIVES: [string, Buffer][] = [
  ['zip', zip(entries)],
  ['tar', tar(entries)],
  ['tar.gz', gzipSync(tar(entries))],
];

/** The small generator mulberry32: the same damage in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function damaged(archive: Buffer, next: () => number): Buffer {
  if (next() < 0.3) return archive.subarray(0, Math.floor(next() * archive.length));
  const copy = Buffer.from(archive);
  // Half of the flips go to the last quarter, where a zip has its directory.
  for (let flips = 1 + Math.floor(next() * 4); flips > 0; flips--) {
    const from = next() < 0.5 ? 0 : Math.floor(copy.length * 0.75);
    const at = from + Math.floor(next() * (copy.length - from));
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(next() * 8));
  }
  return copy;
}

test.each(ARCHIVES)(
  '%s: whatever is flipped or cut off, a clean copy or one clear sentence',
  async (_kind, archive) => {
    expect(await takeInBytes(archive)).toHaveProperty('accepted', true);
    const next = generator(SEED);
    let refused = 0;
    for (let round = 0; round < EACH; round++) {
      const started = performance.now();
      const intake = await takeInBytes(damaged(archive, next));
      if (!intake.accepted) refused += 1;
      expect(performance.now() - started).toBeLessThan(5_000);
    }
    expect(refused).toBeGreaterThan(EACH / 4);
  },
);
