import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const CACHE = join(import.meta.dirname, '.kata', 'cache');

/** The project's own tests. The checks of the tasks are no tests of the project: `kata check` runs them on a submission. */
export default defineConfig({
  test: {
    include: ['checker/**/*.test.ts', 'solutions/**/*.test.ts'],
    globalSetup: ['checker/e2e/system_parts.ts', 'checker/e2e/test_folder.ts'],
    tags: [{ name: 'long', description: 'What `npm test` leaves out, and `npm run test:all` runs as well.' }],
    // Much of a test of programs is waiting, so there are two workers for each processor. A worker stays for all its files:
    // what one of them has started (a runner that judges) serves the next.
    maxWorkers: 2 * availableParallelism(),
    isolate: false,
    // Tells a hang from an end, also on a machine that does other things. No test is about speed.
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    // Programs that tests start find their sources compiled.
    env: { NODE_COMPILE_CACHE: join(CACHE, 'compiled') },
    // Not beside the packages, where a submission may read: what is compiled has the checks and the solutions in it.
    fsModuleCachePath: join(CACHE, 'tests'),
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: process.env.KATA_TEST_RESULTS ?? '.kata/test-results.json' }]]
      : ['default'],
  },
});
