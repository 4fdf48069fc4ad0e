import type { FakeMethod } from '@sinonjs/fake-timers';
import { fakeTimers } from './vendor.ts';

/** The clock that learner code sees. It stands still until a check moves it. */
export type LearnerClock = { advance(milliseconds: number): Promise<void> };

const ALWAYS: FakeMethod[] = ['Date', 'performance', 'hrtime', 'Temporal' as FakeMethod];

// Never `nextTick`, `setImmediate` or `queueMicrotask`: a live server hangs without them.
const TIMERS: FakeMethod[] = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'];

export function installClock(now: number, options: { timers: boolean }): LearnerClock {
  const toFake = options.timers ? [...ALWAYS, ...TIMERS] : ALWAYS;
  const clock = fakeTimers.install({ now, toFake, ignoreMissingTimers: true });
  return {
    async advance(milliseconds) {
      await clock.tickAsync(milliseconds);
    },
  };
}
