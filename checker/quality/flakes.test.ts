// @module-tag long
import { expect, test } from 'vitest';
import { flakes } from './flakes.ts';

/** Each sandbox and each time zone at least once. The long form: `npm run flakes -- 1000`. */
const RUNS = process.env.KATA_LONG ? 1000 : 6;

test(`${RUNS} runs under load, at other places and with other seeds, come to the same`, async () => {
  const found = await flakes(RUNS, () => {});
  expect(found.flakes).toEqual([]);
  expect(found.same).toBe(RUNS);
}, 7_200_000);
