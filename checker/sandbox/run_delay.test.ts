import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { runDelay } from './run_delay.ts';

test.runIf(process.platform === 'linux')('a process that finds all processors busy waits for them', async () => {
  const burn = () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  const burners: ChildProcess[] = Array.from({ length: 3 * availableParallelism() }, burn);
  try {
    const { pid } = burners.at(-1) as { pid: number };
    const before = runDelay(pid);
    const deadline = Date.now() + 60_000;
    while (runDelay(pid) - before < 50 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runDelay(pid) - before).toBeGreaterThanOrEqual(50);
  } finally {
    for (const burner of burners) burner.kill('SIGKILL');
  }
});

test('a process that is not there has not waited', () => {
  expect(runDelay(2 ** 30)).toBe(0);
});
