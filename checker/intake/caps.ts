import { count, WORK } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Stops at what unpacks to far more than it is: no honest submission does, and a bomb must not cost us time. */
export function checkRatio(packed: number, unpacked: number): void {
  if (unpacked > WORK.ratioFrom && unpacked > packed * WORK.ratio) {
    throw new Refusal(`The archive unpacks to more than ${WORK.ratio} times its size, as only a bomb does.`);
  }
}

/** Counts the entries of an archive, those too that are dropped. */
export function checkEntries(entries: number): void {
  if (entries > WORK.entries) throw new Refusal(`The archive has more than ${count(WORK.entries)} entries.`);
}
