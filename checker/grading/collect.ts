import type { TestCase, TestModule } from 'vitest/node';
import type { Evidence, Failure } from '../harness/verdict.ts';
import { SECURITY_WEIGHT } from './points.ts';

/** What one test came to, as plain data. */
export type CollectedTest = {
  title: string;
  /** How much it counts among the checks of its task. */
  weight: number;
  guard: boolean;
  /** What is open if it fails. */
  security?: string;
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
  const { guard, security, walk = false, help, evidence } = test.meta();
  const result = readResult(test);
  return {
    title: test.name,
    weight: weightOf({ guard, security }),
    guard: guard !== undefined,
    ...(security !== undefined && { security }),
    walk,
    ...(help !== undefined && { help }),
    ...(result && { result }),
    ...(evidence !== undefined && { evidence: JSON.parse(evidence) as Evidence }),
  };
}

/** A guard has no points: it passes before anything is done. */
function weightOf({ guard, security }: { guard: string | undefined; security: string | undefined }): number {
  if (guard !== undefined) return 0;
  return security === undefined ? 1 : SECURITY_WEIGHT;
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
