import type { Check } from '../../grading/report.ts';
import { withoutInputs } from '../hidden_inputs.ts';
import { oneLine } from '../untrusted.ts';
import type { FailureGroup } from './page_data.ts';

const MAX_REASON = 300;

type OneCheck = { check: number; task: number; reason: string; learners: number[] };

/** Collects who failed which check in which way. Two learners failed in the same way where only random inputs differ. */
export class FailureGroups {
  #groups = new Map<string, OneCheck>();

  /** `check`, `learner`: their places in the page's data. */
  add(failure: Check, { check, task, learner }: { check: number; task: number; learner: number }): void {
    if (failure.outcome !== 'failed') return;
    const reason = groupReason(failure);
    const key = `${check} ${reason}`;
    const group = this.#groups.get(key) ?? { check, task, reason, learners: [] };
    group.learners.push(learner);
    this.#groups.set(key, group);
  }

  /** The commonest first. What makes the same learners fail many checks of a task is told once. */
  all(): FailureGroup[] {
    const merged = new Map<string, FailureGroup>();
    for (const { check, task, reason, learners } of this.#groups.values()) {
      const key = `${task} ${learners.join(',')} ${reason}`;
      const group = merged.get(key) ?? { checks: [], reason, learners };
      group.checks.push(check);
      merged.set(key, group);
    }
    return [...merged.values()].sort(
      (one, other) => other.learners.length - one.learners.length || other.checks.length - one.checks.length,
    );
  }
}

/** What both learners would read, with the error where that is what went wrong. */
function groupReason(failure: Check): string {
  const { cause, reason = '', error } = failure;
  const told = cause === 'assertion' || !error ? reason : `${reason} ${error.message}`;
  return oneLine(withoutInputs(failure)(told), MAX_REASON);
}
