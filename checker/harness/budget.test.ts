import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { Budget } from './budget.ts';
import { LIMITS } from './limits.ts';

/** Milliseconds that are left for the next request, after work that took so long by the clock of the test. */
async function leftAfter(work: (budget: Budget) => Promise<void>): Promise<number> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  try {
    const budget = new Budget(randomUUID());
    const done = work(budget);
    await vi.runAllTimersAsync();
    await done;
    return budget.next();
  } finally {
    vi.useRealTimers();
  }
}

const take = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test('the time that learner code is waited for counts', async () => {
  expect(
    await leftAfter(async (budget) => {
      for (let turn = 0; turn < 7; turn += 1) await budget.spend(take(2000), LIMITS.request);
    }),
  ).toBe(LIMITS.task - 14_000);
});

test('of work that goes on at the same time, the time counts once', async () => {
  expect(
    await leftAfter(async (budget) => {
      for (let turn = 0; turn < 7; turn += 1)
        await Promise.all([500, 2000, 1000, 2000].map((time) => budget.spend(take(time), LIMITS.request)));
    }),
  ).toBe(LIMITS.task - 14_000);
});

test('work counts no longer than it may take', async () => {
  expect(
    await leftAfter(async (budget) => {
      await budget.spend(take(60_000), 1000);
      for (let turn = 0; turn < 13; turn += 1) await budget.spend(take(1000), 1000);
    }),
  ).toBe(1000);
});

test('what a process waited for a processor is given back, to a point', async () => {
  const waiting = (share: number) => () => share * performance.now();
  for (const [share, used] of [
    [0, 14_000],
    [0.5, 7000],
    [1, 1400],
    [5, 1400],
  ] as const)
    expect(
      await leftAfter(async (budget) => {
        await budget.spend(take(14_000), 14_000, waiting(share));
        await budget.spend(take(LIMITS.task - used - 500), LIMITS.task);
      }),
    ).toBeCloseTo(500);
});

test('when nothing is left, that is said', async () => {
  await expect(
    leftAfter(async (budget) => {
      await budget.spend(take(LIMITS.task), LIMITS.task);
    }),
  ).rejects.toThrow('used up the 15 s');
});
