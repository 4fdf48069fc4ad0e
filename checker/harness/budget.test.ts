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

test.for<[share: number, counts: number]>([
  [0, 5000],
  [0.5, 2500],
  [1, 500],
  [5, 500],
])(
  'of the second half of the time, what was waited for a processor is given back, to a point: %d of it',
  async ([share, counts]) => {
    const [half, waited] = [LIMITS.task / 2, () => share * performance.now()];
    const left = await leftAfter(async (budget) => {
      await budget.spend(take(half), half, waited);
      await budget.spend(take(5000), 5000, waited);
      await budget.spend(take(half - counts - 1000), half);
    });
    expect(left).toBeCloseTo(1000);
  },
);

test('when nothing is left, that is said', async () => {
  await expect(
    leftAfter(async (budget) => {
      await budget.spend(take(LIMITS.task), LIMITS.task);
    }),
  ).rejects.toThrow('used up the 15 s');
});
