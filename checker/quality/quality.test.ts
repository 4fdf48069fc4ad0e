import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rightSolutions } from '../fixtures/right.ts';
import { halfRight } from '../mutants/half_right.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { PROJECT } from '../project.ts';
import { SUITE } from '../sandbox/hostile/index.ts';
import { type Figures, statedFigures } from './figures.ts';
import { LINE_BEGINS, qualityLine, qualityPage } from './quality_page.ts';

const SAMPLE: Figures = {
  date: '2030-01-02',
  kata: '1.2.3',
  runtime: 'Node 26',
  machine: 'linux x64, 2 cores',
  mistakes: [
    { task: 0, mutants: 10, noMistakes: 0, killed: 10, atItsTask: 10, rightRequirement: 9 },
    { task: 1, mutants: 5, noMistakes: 0, killed: 5, atItsTask: 5, rightRequirement: 5 },
  ],
  securityFaults: 4,
  generated: [
    { task: null, mutants: 2000, noMistakes: 1, killed: 1998, atItsTask: 1998 },
    { task: 0, mutants: 3, noMistakes: 3, killed: 0, atItsTask: 0 },
  ],
  survivors: [{ file: 'api/v1/app.ts', original: 'a | b;', changed: 'a;', reason: 'Nobody can see `b`.' }],
  rightSolutions: { right: 47, of: 47 },
  halfRight: { right: 52, of: 52 },
  hostile: { right: 126, of: 126 },
  flakes: { runs: 1000, same: 1000, minutes: 61.4 },
  bench: {
    runs: 7,
    rows: [
      {
        work: 'kata check 2',
        reference: 'empty vitest run',
        timing: { median: 812.4, least: 801, most: 900 },
        referenceTiming: { median: 420, least: 400, most: 440 },
        ratio: 1.934,
        difference: 392,
        bar: { ratio: 2.5 },
      },
    ],
    grading: [{ work: '100 submissions, --jobs 2', 'a minute': 45.1 }],
    server: { currentUser: [{ server: 'ours', 'requests/s': 24000 }] },
  },
};

test('the page has all figures, and the line those that count', () => {
  const page = qualityPage(SAMPLE);
  expect(page).toMatch(/^# How often is a verdict wrong\?\n/);
  expect(page).toMatch(/\| given code +\| 2000 +\| 1 +\| 1998 +\| 1998 +\| 99\.9 % +\|/);
  expect(page).toMatch(/\| 0 +\| 3 +\| 3 +\| 0 +\| 0 +\| 100 % +\|/);
  expect(page).toContain('- a | b;\n');
  expect(page).toMatch(/\| kata check 2 \| 812 \| 801 to 900 \| empty vitest run \| 420 \| 1\.93 x/);
  expect(page).toContain('1000 of 1000 runs');
  expect(qualityLine(SAMPLE)).toBe(
    `${LINE_BEGINS}15 of 15 mistakes of learners are caught, and 99.9 % of 1999 generated ones; 47 of 47 right solutions pass; 1000 of 1000 runs under load came to the same; 126 of 126 tests with hostile submissions gain nothing. [QUALITY.md](QUALITY.md) has all figures.`,
  );
});

describe('what is stated', () => {
  const figures = statedFigures();

  test('QUALITY.md and the README say what was measured', () => {
    expect(readFileSync(join(PROJECT.root, 'QUALITY.md'), 'utf8')).toBe(qualityPage(figures));
    expect(readFileSync(join(PROJECT.root, 'README.md'), 'utf8').split('\n')).toContain(qualityLine(figures));
  });

  test('all of what is stated passed', () => {
    const { rightSolutions: right, halfRight: half, hostile, flakes, mistakes: tallies } = figures;
    for (const count of [right, half, hostile]) expect(count.right).toBe(count.of);
    expect(flakes.same).toBe(flakes.runs);
    for (const { mutants, atItsTask } of tallies) expect(atItsTask).toBe(mutants);
  });

  // The tests of each corpus hold all that is in it. These hold that nothing is taken out of it.
  test('the corpora are no smaller than what is stated', () => {
    const stated = figures.mistakes.reduce((sum, { mutants }) => sum + mutants, 0);
    expect(mistakes.length).toBeGreaterThanOrEqual(stated);
    expect(mistakes.filter(({ security }) => security).length).toBeGreaterThanOrEqual(figures.securityFaults);
    expect(rightSolutions.length + 1).toBeGreaterThanOrEqual(figures.rightSolutions.of);
    expect(halfRight.length).toBeGreaterThanOrEqual(figures.halfRight.of);
    expect(SUITE.length * 2).toBeGreaterThan(figures.hostile.of * 0.8);
  });
});
