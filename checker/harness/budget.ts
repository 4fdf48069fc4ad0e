import { withoutWaiting } from './deadline.ts';
import { LIMITS } from './limits.ts';
import { LearnerFault } from './verdict.ts';

/**
 * The time that learner code may use: so much for one request, for one task and for the whole run.
 * Only time that a submission was awaited counts, so a busy machine takes nothing from it while the checker works.
 */
export class Budget {
  /** A test worker judges one run after the other. */
  static #run = { id: '', used: 0 };
  #taskUsed = 0;
  /** Work that is under way, since when there is any, and how long it may take in all. */
  #underWay = { count: 0, since: 0, milliseconds: 0, looks: false, waited: 0 };

  /** `run` names the run that the task belongs to. */
  constructor(run: string) {
    if (Budget.#run.id !== run) Budget.#run = { id: run, used: 0 };
  }

  /** Milliseconds that the next request may take. Throws a LearnerFault where nothing is left. */
  next(): number {
    const left = Math.min(LIMITS.task - this.#taskUsed, LIMITS.run - Budget.#run.used);
    if (left <= 0)
      throw new LearnerFault(
        'timeout',
        `Your server used up the ${LIMITS.task / 1000} s that the checks of one task may take.`,
      );
    return Math.min(LIMITS.request, left);
  }

  /**
   * Counts the time that work takes, of the milliseconds that it may: a machine that slept counts no more. Of work that goes on at
   * the same time, the time counts once. What `waited` says is given back, the milliseconds (since any moment) that the process
   * of the work waited for a processor: from half of the time on, since to look costs time as well.
   */
  async spend<T>(work: Promise<T>, milliseconds: number, waited = () => 0): Promise<T> {
    const present = this.#underWay;
    if (present.count === 0) {
      const looks = this.#isScarce;
      Object.assign(present, { since: performance.now(), milliseconds: 0, looks, waited: looks ? waited() : 0 });
    }
    present.count += 1;
    present.milliseconds += milliseconds;
    try {
      return await work;
    } finally {
      present.count -= 1;
      if (present.count === 0) {
        const given = present.looks ? waited() - present.waited : 0;
        const used = withoutWaiting(performance.now() - present.since, given);
        this.#use(Math.min(used, present.milliseconds));
      }
    }
  }

  get #isScarce(): boolean {
    return this.#taskUsed >= LIMITS.task / 2 || Budget.#run.used >= LIMITS.run / 2;
  }

  #use(milliseconds: number): void {
    this.#taskUsed += milliseconds;
    Budget.#run.used += milliseconds;
  }
}
