import type { FakeMethod } from '@sinonjs/fake-timers';
import { fakeTimers } from './vendor.ts';

/** The clock that learner code sees. It stands still until a check moves it. */
export type LearnerClock = {
  now(): number;
  /** Shows another time, from which it goes on. No timer comes due by that. */
  goOn(now: number): void;
  /** No faked timer comes due until it goes on, and then none of those that are there now. */
  rest(): void;
  advance(milliseconds: number): Promise<void>;
  /** The value of some work that may wait for timers: they come due at once, and the clock shows the same as before. */
  hurry<T>(work: Promise<T>): Promise<T>;
};

const ALWAYS: FakeMethod[] = ['Date', 'performance', 'hrtime', 'Temporal' as FakeMethod];

// Never `nextTick`, `setImmediate` or `queueMicrotask`: a live server hangs without them.
const TIMERS: FakeMethod[] = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'];

const INTERVAL = 5;

/** Milliseconds. No answer comes later: see `LIMITS.request`. */
const SHORT = 2000;

/** What a clock knows of the timers that are set. It is not told by its types. */
const timers = (clock: object) => Reflect.get(clock, 'timers') as Map<number, Timer> | undefined;
type Timer = { delay?: number; callAt: number };

const MILLISECOND = 1_000_000n;

// Kept before they are faked.
const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
const realTime = process.hrtime.bigint;

export function installClock(now: number, options: { timers: boolean }): LearnerClock {
  const toFake = options.timers ? [...ALWAYS, ...TIMERS] : ALWAYS;
  const clock = fakeTimers.install({ now, toFake, ignoreMissingTimers: true });
  let isMoving = false;
  let isResting = false;
  if (options.timers) letTimePass();

  async function moving<T>(work: () => Promise<T>): Promise<T> {
    isMoving = true;
    try {
      return await work();
    } finally {
      isMoving = false;
    }
  }

  /**
   * Short timers come due in real time too, as on any server: an answer may wait for one. The time that is shown stands still
   * meanwhile. Longer ones wait for that time: none of them may come due before the moment that it was set for.
   */
  function letTimePass(): void {
    let last = realTime();
    const passing = realSetInterval(() => {
      const elapsed = Number((realTime() - last) / MILLISECOND);
      last += BigInt(elapsed) * MILLISECOND;
      if (isMoving || isResting) return;
      const short = [...(timers(clock)?.values() ?? [])].filter(({ delay = 0 }) => delay <= SHORT);
      if (short.length === 0) return;
      for (const timer of short) timer.callAt = Math.max(clock.now, timer.callAt - elapsed);
      // Not to another time, but what is due is done, in its order.
      clock.jump(0);
    }, INTERVAL);
    passing.unref();
  }

  return {
    now: () => clock.now,
    goOn: (time) => {
      if (isResting) clock.reset();
      isResting = false;
      clock.setSystemTime(time);
    },
    rest: () => {
      isResting = true;
    },
    advance: (milliseconds) => moving(async () => void (await clock.tickAsync(milliseconds))),
    async hurry(work) {
      if (!options.timers) return work;
      const shown = clock.now;
      const timer = realSetInterval(() => void clock.nextAsync(), INTERVAL);
      try {
        return await moving(() => work);
      } finally {
        realClearInterval(timer);
        clock.setSystemTime(shown);
      }
    },
  };
}
