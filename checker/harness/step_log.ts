import type { Step } from './verdict.ts';

/** The step that was taken last in this process: its checks run one after the other. */
let latest: { log: StepLog; step: Step } | undefined;

/** Names the last step as the one at which it went wrong: for a judgement on a value that tells not where it came from. */
export function blameLatest(): void {
  latest?.log.blame(latest.step);
}

/** What a check does with the learner's server, step by step. */
export class StepLog {
  #steps: Step[] = [];
  #blamed: Step | undefined;
  /** How many steps there were when it was blamed. */
  #blamedAt = 0;

  add<Kind extends Step>(step: Kind): Kind {
    this.#steps.push(step);
    latest = { log: this, step };
    return step;
  }

  /** How often this was done since the last call of `take`. */
  count(what: Step['what']): number {
    return this.#steps.filter((step) => step.what === what).length;
  }

  /**
   * Names the step at which it went wrong. The last word counts: a check may go on after an error that it expected. Of steps
   * that go on at the same time the first counts, whichever was faster.
   */
  blame(step: Step): void {
    const isFirst = !this.#blamed || this.#steps.indexOf(step) < this.#steps.indexOf(this.#blamed);
    if (!isFirst && this.#blamedAt === this.#steps.length) return;
    this.#blamed = step;
    this.#blamedAt = this.#steps.length;
  }

  /** The steps since the last call. Of a failed check one is marked: the step that was blamed, or else the last one. */
  take({ failed }: { failed: boolean }): Step[] {
    const steps = this.#steps;
    const wrong = failed ? (this.#blamed ?? steps.at(-1)) : undefined;
    if (wrong) wrong.wrong = true;
    this.#steps = [];
    this.#blamed = undefined;
    latest = undefined;
    return steps;
  }
}
