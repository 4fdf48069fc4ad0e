import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { RandomInputs } from '../harness/random.ts';
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

function damaged(archive: Buffer, random: RandomInputs): Buffer {
  if (random.integer(0, 9) < 3) return archive.subarray(0, random.integer(0, archive.length - 1));
  const copy = Buffer.from(archive);
  // Half of the flips go to the last quarter, where a zip has its directory.
  for (let flips = random.integer(1, 4); flips > 0; flips--) {
    const from = random.integer(0, 1) === 0 ? 0 : Math.floor(copy.length * 0.75);
    const at = random.integer(from, copy.length - 1);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.integer(0, 7));
  }
  return copy;
}

test.each(ARCHIVES)(
  '%s: whatever is flipped or cut off, a clean copy or one clear sentence',
  async (_kind, archive) => {
    expect(await takeInBytes(archive)).toHaveProperty('accepted', true);
    const random = new RandomInputs(SEED, 'damage');
    let refused = 0;
    for (let round = 0; round < EACH; round++) {
      const started = performance.now();
      const intake = await takeInBytes(damaged(archive, random));
      if (!intake.accepted) refused += 1;
      expect(performance.now() - started).toBeLessThan(5_000);
    }
    expect(refused).toBeGreaterThan(EACH / 4);
  },
);
