import { readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeIn } from './intake.ts';
import { unreadable, withFile } from './read_file.ts';
import { Refusal } from './refusal.ts';
import { workplace } from './test_folder.ts';

const NO_DESCRIPTOR = 1_000_000;
const fails = () => readSync(NO_DESCRIPTOR, Buffer.alloc(1));

test('a file that cannot be read to its end is refused by its name', async () => {
  await using place = await workplace();
  writeFileSync(join(place.path, 'x'), '');
  const refusal = new Refusal('The file "x" cannot be read (EBADF).');
  expect(() => withFile(join(place.path, 'x'), 'The file "x"', fails)).toThrow(refusal);
  await expect(withFile(join(place.path, 'x'), 'The file "x"', async () => fails())).rejects.toThrow(refusal);
});

test.runIf(process.platform === 'linux')('what the system does not let anybody read is refused', async () => {
  await using place = await workplace();
  expect(await takeIn('/proc/self/mem', place.copy)).toEqual({
    accepted: false,
    reason: '"mem" cannot be read (EIO).',
  });
});

test('what this machine is short of is nobody’s fault, and a bug of ours is one', () => {
  for (const code of ['EMFILE', 'ENFILE', 'ENOMEM']) {
    const error = Object.assign(new Error(code), { code, syscall: 'open' });
    expect(unreadable(error, 'x')).toBe(error);
  }
  const bug = new TypeError('x is not a function');
  expect(unreadable(bug, 'x')).toBe(bug);
});
