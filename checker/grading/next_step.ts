import type { Cause } from '../harness/verdict.ts';

/** What a learner does next where a check did not even come to its judgement: one sentence for each cause. */
const BY_CAUSE: Record<Exclude<Cause, 'assertion' | 'prerequisite'>, string> = {
  'did not load':
    'Start your server yourself with `npm run dev`: mend what it prints until it starts, then check again.',
  crashed:
    'Go to the line of the error. Which value was not what this line needs, and who gave it? Print it with `console.log` just before.',
  timeout:
    'Something is waited for that never comes. Look for a loop without an end, for a promise that nobody keeps, and for a way through your code that sends no answer.',
  memory: 'Something grows without an end. Look for a loop that adds to a list, a map or a text each time.',
  'output limit':
    'Your server prints, sends or writes far too much. Look for a loop around `console.log`, and for an answer that holds more than it should.',
  'protocol error':
    'Send each answer once, and whole, through `response`. Do not write to file descriptors yourself: number 3 belongs to the checker.',
};

/** One next step for a check that failed: what its cause needs, or else what the check, or the task, has to say. */
export function nextStep(cause: Cause, ...advice: (string | undefined)[]): string | undefined {
  if (cause === 'assertion' || cause === 'prerequisite') return advice.find((text) => text !== undefined);
  return BY_CAUSE[cause];
}
