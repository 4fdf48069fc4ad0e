import type { FakeMethod } from '@sinonjs/fake-timers';
import { fakeTimers } from './vendor.ts';

/** The clock that learner code sees. It stands still until a check moves it. */
export type LearnerClock = {
  advance(milliseconds: number): Promise<void>;
  /** The value of some work that may wait for timers: they come due at once, and the clock shows the same as before. */
  hurry<T>(work: Promise<T>): Promise<T>;
};

const ALWAYS: FakeMethod[] = ['Date', 'performance', 'hrtime', 'Temporal' as FakeMethod];

// Never `nextTick`, `setImmediate` or `queueMicrotask`: a live server hangs without them.
const TIMERS: FakeMethod[] = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'];

const HURRY_INTERVAL = 5;

// Kept before the timers are faked.
const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;

export function installClock(now: number, options: { timers: boolean }): LearnerClock {
  const toFake = options.timers ? [...ALWAYS, ...TIMERS] : ALWAYS;
  const clock = fakeTimers.install({ now, toFake, ignoreMissingTimers: true });
  return {
    async advance(milliseconds) {
      await clock.tickAsync(milliseconds);
    },
    async hurry(work) {
      if (!options.timers) return work;
      const timer = realSetInterval(() => void clock.nextAsync(), HURRY_INTERVAL);
      try {
        return await work;
      } finally {
        realClearInterval(timer);
        clock.setSystemTime(now);
      }
    },
  };
}
