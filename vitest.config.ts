import { defineConfig } from 'vitest/config';

/** The project's own tests. The checks of the tasks are no tests of the project: `kata check` runs them on a submission. */
export default defineConfig({
  test: {
    include: ['checker/**/*.test.ts', 'solutions/**/*.test.ts'],
    globalSetup: ['checker/e2e/system_parts.ts'],
    // Tells a hang from an end, also on a machine that does other things. No test is about speed.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // Not beside the packages, where a submission may read: what is compiled has the checks and the solutions in it.
    fsModuleCachePath: '.kata/cache/tests',
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.kata/test-results.json' }]] : ['default'],
  },
});
