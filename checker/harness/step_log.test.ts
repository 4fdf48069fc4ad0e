import { expect, test } from 'vitest';
import { blameLatest, StepLog } from './step_log.ts';

const restart = (at: number) => ({ what: 'restart', at }) as const;

test('of a failed check, the last step is wrong where none was blamed', () => {
  const log = new StepLog();
  log.add(restart(1));
  log.add(restart(2));
  expect(log.take({ failed: true })).toEqual([restart(1), { ...restart(2), wrong: true }]);
});

test('a step that was blamed is the wrong one, and the last word counts', () => {
  const log = new StepLog();
  const [first, second] = [log.add(restart(1)), log.add(restart(2))];
  log.add(restart(3));
  log.blame(second);
  log.blame(first);
  expect(log.take({ failed: true }).map(({ wrong }) => wrong)).toEqual([true, undefined, undefined]);
});

test('of a check that passed no step is wrong, and the next check begins with none', () => {
  const log = new StepLog();
  log.blame(log.add(restart(1)));
  expect(log.take({ failed: false })).toEqual([restart(1)]);
  log.add(restart(2));
  expect(log.take({ failed: true })).toEqual([{ ...restart(2), wrong: true }]);
});

test('a judgement blames the step before it, whatever comes after', () => {
  const log = new StepLog();
  log.add(restart(1));
  blameLatest();
  log.add(restart(2));
  expect(log.take({ failed: true }).map(({ wrong }) => wrong)).toEqual([true, undefined]);
});

test('of two steps that went wrong at the same time the first is the wrong one, whichever was told first', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const log = new StepLog();
    const steps = [log.add(restart(1)), log.add(restart(2))];
    for (const place of order) log.blame(steps[place] as (typeof steps)[number]);
    expect(log.take({ failed: true }).map(({ wrong }) => wrong)).toEqual([true, undefined]);
  }
});

test('after a new step the last word counts again', () => {
  const log = new StepLog();
  log.blame(log.add(restart(1)));
  log.blame(log.add(restart(2)));
  expect(log.take({ failed: true }).map(({ wrong }) => wrong)).toEqual([undefined, true]);
});
