import { chmod, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Vitest's global set-up: a folder for what test workers share among their files. It is removed when all tests have ended. */
export async function setup(): Promise<() => Promise<void>> {
  const { path, remove } = await mkdtempDisposable(join(tmpdir(), 'kata-tests-'));
  // As root, learners are another user.
  await chmod(path, 0o755);
  process.env.KATA_TEST_FOLDER = path;
  return remove;
}

/** The folder that test workers share: what is in it need not be removed by those who make it. */
export function testFolder(): string {
  return process.env.KATA_TEST_FOLDER ?? tmpdir();
}
