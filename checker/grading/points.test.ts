import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOLE_COST, scoreOf, sharesOf } from './points.ts';
import type { Check } from './report.ts';

const check = (points: number, more: Partial<Check> = {}): Check => ({
  id: '1.1',
  title: 'x',
  requirements: ['1.1'],
  guard: points === 0,
  outcome: 'passed',
  points,
  ...more,
});

test('the points of a task are shared out exactly, in hundredths, and what is left goes to the heaviest', () => {
  expect(sharesOf(10, [1, 1, 1])).toEqual([3.34, 3.33, 3.33]);
  expect(sharesOf(10, [3, 1, 1, 0])).toEqual([6, 2, 2, 0]);
  expect(sharesOf(10, [1, 3, 3, 1, 3])).toEqual([0.9, 2.74, 2.73, 0.9, 2.73]);
  expect(sharesOf(10, [])).toEqual([]);
  expect(sharesOf(10, [0, 0])).toEqual([0, 0]);
});

test('whatever the weights: no cent is lost, and a check of weight 3 counts at least three times one of weight 1', () => {
  const weights = fc.array(fc.constantFrom(0, 1, 3), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), weights, (points, all) => {
      const shares = sharesOf(points, all);
      const total = shares.reduce((sum, share) => sum + Math.round(share * 100), 0);
      expect(total).toBe(all.some((weight) => weight > 0) ? points * 100 : 0);
      const of = (weight: number) => shares.filter((_, place) => all[place] === weight);
      expect(Math.min(...of(3))).toBeGreaterThanOrEqual(3 * Math.max(0, ...of(1)) - 1e-9);
    }),
  );
});

test('a hole costs at least 5 % of all points, and not more if what failed with it costs as much', () => {
  const open = check(1, { outcome: 'failed', open: true });
  expect(scoreOf({ maxScore: 20, checks: [open, check(19)] })).toBe(20 - HOLE_COST);
  expect(scoreOf({ maxScore: 20, checks: [open, open, check(18)] })).toBe(20 - HOLE_COST);
  expect(scoreOf({ maxScore: 20, checks: [open, check(11, { outcome: 'failed' }), check(8)] })).toBe(8);
  expect(scoreOf({ maxScore: 6, checks: [open, check(5)] })).toBe(0);
});

test('a guard that finds a hole costs as much as any hole', () => {
  const guard = check(0, { outcome: 'failed', open: true });
  expect(scoreOf({ maxScore: 20, checks: [guard, check(5), check(5), check(5), check(5)] })).toBe(20 - HOLE_COST);
});
