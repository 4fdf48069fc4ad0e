import type { TestCase, TestModule } from 'vitest/node';
import type { Evidence, Failure } from '../harness/verdict.ts';

/** What one test came to, as plain data. */
export type CollectedTest = {
  title: string;
  points: number;
  guard: boolean;
  /** It proves many requirements at once, and says itself which of them was broken. */
  walk: boolean;
  help?: string;
  /** Missing where the test did not run to its end. */
  result?: { passed: true } | { passed: false; failure: Failure } | { passed: false; fault: string };
  evidence?: Evidence;
};

/** What one file of checks came to. `path` is absolute. */
export type CollectedFile = { path: string; tests: CollectedTest[]; errors: string[] };

/** Reads a test module of Vitest that is finished, or that was collected only. */
export function collectFile(module: TestModule): CollectedFile {
  const tests = [...module.children.allTests()].map(collectTest);
  return { path: module.moduleId, tests, errors: module.errors().map(({ stack, message }) => stack ?? message) };
}

function collectTest(test: TestCase): CollectedTest {
  const { points = 1, guard, walk = false, help, evidence } = test.meta();
  const result = readResult(test);
  return {
    title: test.name,
    points: guard === undefined ? points : 0,
    guard: guard !== undefined,
    walk,
    ...(help !== undefined && { help }),
    ...(result && { result }),
    ...(evidence !== undefined && { evidence: JSON.parse(evidence) as Evidence }),
  };
}

function readResult(test: TestCase): CollectedTest['result'] {
  const { state, errors = [] } = test.result();
  if (state === 'passed') return { passed: true };
  if (state !== 'failed') return undefined;
  const failures = errors.map((error) => (error as { failure?: Failure }).failure);
  // An error beside the failure of the check is a fault of ours: it must not hide behind the learner's.
  const fault = errors.find((_, index) => failures[index] === undefined);
  if (fault) return { passed: false, fault: fault.stack ?? fault.message };
  return failures[0] ? { passed: false, failure: failures[0] } : undefined;
}
