import { expect, test } from 'vitest';
import { Succession } from './succession.ts';

/** As work of a server that goes on for so many turns of the event loop. */
function goOn(turns: number, end: () => void): void {
  if (turns > 0) setImmediate(goOn, turns - 1, end);
  else end();
}

test('what is asked waits for the turns that are still to come, and keeps its order', async () => {
  const order: string[] = [];
  const succession = new Succession();
  goOn(10, () => order.push('what went before'));
  succession.begin(() => order.push('first'));
  await new Promise<void>((resolve) => {
    succession.begin(() => order.push('second'));
    succession.begin(resolve);
  });
  expect(order).toEqual(['what went before', 'first', 'second']);
});

test('it begins at once while an answer is awaited, and no longer when the answer is there', async () => {
  const begun: string[] = [];
  const succession = new Succession();
  const answered = succession.expectAnswer();
  goOn(10, () => {});
  succession.begin(() => begun.push('at once'));
  expect(begun).toEqual(['at once']);
  answered();
  const later = new Promise<void>((resolve) => succession.begin(resolve)).then(() => begun.push('later'));
  await Promise.resolve();
  expect(begun).toEqual(['at once']);
  await later;
});

test('work without end is not waited for any longer than 50 turns', async () => {
  const succession = new Succession();
  let turns = 0;
  let isAsked = false;
  const again = () => {
    turns += 1;
    if (!isAsked) setImmediate(again);
  };
  setImmediate(again);
  await new Promise<void>((resolve) => succession.begin(resolve));
  isAsked = true;
  expect(turns).toBe(50);
});
