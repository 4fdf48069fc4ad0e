import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { delayThroughOthers, runDelay } from './run_delay.ts';

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

/** As /proc tells it of a process whose main thread worked and waited so many milliseconds, and whose threads all worked so many. */
const delay = ({ worked, waited, all }: { worked: number; waited: number; all: number }) => {
  const before = `4711 (a) ) R 1) S 1 1 1 0 -1 4194304 100 0 0 0`;
  return delayThroughOthers(`${worked * 1e6} ${waited * 1e6} 17\n`, `${before} ${all / 10 - 1} 1 0 0 20 0 11 0 5 1 1`);
};

test('what a process waited for threads of its own is not given back', () => {
  expect(delay({ worked: 1000, waited: 4000, all: 1000 })).toBe(4000);
  expect(delay({ worked: 1000, waited: 4000, all: 1200 })).toBe(3800);
  expect(delay({ worked: 100, waited: 1900, all: 3900 })).toBe(0);
  // Ticks are coarse: what all threads did may seem less than what one of them did.
  expect(delay({ worked: 1009, waited: 50, all: 1000 })).toBe(50);
});

test('of a process that is gone nothing is known', () => {
  expect(delayThroughOthers('', '')).toBe(0);
});
