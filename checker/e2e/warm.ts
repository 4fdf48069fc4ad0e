import { Lanes } from '../grading/lanes.ts';

/** So many submissions are judged at the same time by one test worker. There are more workers than processors. */
const COUNT = 1;

let lanes: Promise<Lanes> | undefined;

/**
 * The runners of this test worker, which judge the submissions of all its test files. They are started by the first one that
 * needs them, and end with the worker.
 */
export function warmLanes(): Promise<Lanes> {
  lanes ??= Lanes.open(COUNT);
  return lanes;
}
