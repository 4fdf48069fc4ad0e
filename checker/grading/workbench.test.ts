import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Workbench } from './workbench.ts';

test('what a loop left behind that was killed goes, and what one has that runs stays', async () => {
  const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
  const [left, used] = [ended, process.ppid].map((id) => join(tmpdir(), `kata-loop-${id}-test`)) as [string, string];
  await mkdir(join(left, 'scratch'), { recursive: true });
  await mkdir(used, { recursive: true });
  try {
    const bench = await Workbench.open();
    await bench.close();
    expect([existsSync(left), existsSync(used)]).toEqual([false, true]);
  } finally {
    await rm(used, { recursive: true });
  }
});
