import type { Failure } from '../harness/verdict.ts';
import { type Requirement, specPath, type Task as TaskFolder } from '../tasks.ts';
import type { CollectedFile, CollectedTest } from './collect.ts';
import { curlStory } from './curl_story.ts';
import { withoutFreshIds } from './fresh_ids.ts';
import { nextStep } from './next_step.ts';
import { opens } from './opens.ts';
import { rounded, scoreOf, sharesOf, sum } from './points.ts';
import type { Check, Diagnostic, Report, Task } from './report.ts';
import { REPORT_SCHEMA } from './report_version.ts';
import { type Sources, withSource } from './source_excerpt.ts';
import { exchangesOf, timelineOf } from './timeline.ts';
import { readTitle } from './title.ts';

export type ReportHead = Pick<Report, 'kata' | 'submission' | 'contentHash' | 'seed' | 'runtime' | 'sandbox'>;

/** What a report quotes: the words of the specs, by id, and the learner's own lines. */
export type Quoted = { requirements: ReadonlyMap<string, Requirement>; sources: Sources };

/** The report of a run. A pure function: what came out of the tests is all that it knows. */
export function buildReport(
  head: ReportHead,
  tasks: { task: TaskFolder; file: CollectedFile }[],
  diagnostics: Diagnostic[],
  quoted: Quoted = { requirements: new Map(), sources: new Map() },
): Report {
  const drafts = tasks.map(({ task, file }) => ({ task, checks: draftChecks(task, file) }));
  const all = drafts.flatMap(({ checks }) => checks);
  const known = { passed: passedRequirements(all), judged: new Set(all.flatMap(({ requirements }) => requirements)) };
  const done = drafts.map(({ task, checks }) =>
    finishTask(
      task,
      checks.map((draft) => finishCheck(draft, task, { ...known, sources: quoted.sources })),
      quoted.requirements,
    ),
  );
  return {
    schema: REPORT_SCHEMA,
    ...head,
    tasks: done,
    score: rounded(sum(done.map(({ score }) => score))),
    maxScore: rounded(sum(done.map(({ maxScore }) => maxScore))),
    diagnostics,
  };
}

type Draft = { id: string; title: string; requirements: string[]; points: number; test: CollectedTest };

function draftChecks({ number, points }: TaskFolder, file: CollectedFile): Draft[] {
  const shares = sharesOf(
    points,
    file.tests.map(({ weight }) => weight),
  );
  const seen = new Map<string, number>();
  return file.tests.map((test, place) => {
    const { requirements, title } = readTitle(test.title);
    const first = requirements[0] ?? `${number}.0`;
    const count = seen.get(first) ?? 0;
    seen.set(first, count + 1);
    return { id: first + suffix(count), title, requirements, points: shares[place] ?? 0, test };
  });
}

/** `7.8`, `7.8b`, `7.8c`: the first requirement, and a letter from the second check on. */
function suffix(count: number): string {
  return count === 0 ? '' : String.fromCharCode('a'.charCodeAt(0) + count);
}

/** The requirements of which every check in this run was passed. */
function passedRequirements(drafts: Draft[]): Set<string> {
  const passed = new Set(drafts.flatMap(({ requirements }) => requirements));
  for (const { requirements, test } of drafts)
    if (!test.result?.passed) for (const broken of brokenBy(test, requirements)) passed.delete(broken);
  return passed;
}

/** What is not known to hold, after a check that did not pass. A walk says which requirement it is. */
function brokenBy({ walk, result }: CollectedTest, requirements: string[]): string[] {
  if (!walk) return requirements;
  const found =
    result && 'failure' in result && result.failure.outcome === 'failed' ? result.failure.requirement : undefined;
  return found === undefined ? [] : [found];
}

type Known = { passed: Set<string>; judged: Set<string>; sources: Sources };

function finishCheck(draft: Draft, task: TaskFolder, known: Known): Check {
  const { id, title, requirements, points, test } = draft;
  const { result, evidence, security } = test;
  const head = { id, title, requirements, guard: test.guard, ...(security !== undefined && { security }) };
  const told = toldSteps(test);
  if (result?.passed) return withoutFreshIds({ ...head, outcome: 'passed', points, ...told }, undefined).check;
  const failure = result && 'failure' in result ? settle(result.failure, known) : withoutVerdict(test);
  const { prerequisite, requirement, ...reported } = failure;
  const failed = failure.outcome === 'failed';
  const error = failure.error ?? (failed ? evidence?.loggedError : undefined);
  const next = failed ? nextStep(failure.cause, reported.help, test.help, task.hints?.[0]) : undefined;
  // Where the server answered 5xx, the line of its error comes before what the check asks.
  const threw = !failure.error && error && Number(told.exchanges?.at(-1)?.status) >= 500;
  const help = threw && next ? `First go to the line of the error. ${next}` : next;
  const check: Check = {
    ...head,
    ...(requirement !== undefined && failure.outcome === 'failed' && { requirements: [requirement] }),
    points,
    ...reported,
    ...(prerequisite !== undefined && { prerequisite }),
    reason: prerequisite
      ? `[${prerequisite}] does not hold yet, so this check says nothing. ${reported.reason}`
      : reported.reason,
    ...(help !== undefined && { help }),
    ...(error && { error: withSource(error, known.sources) }),
    ...(evidence && evidence.log.trim() !== '' && { log: evidence.log }),
    ...(evidence?.story && { story: evidence.story as Check['story'] }),
    ...told,
  };
  if (security !== undefined && opens(check)) check.open = true;
  const named = withoutFreshIds(check, evidence);
  const curl = named.evidence ? curlStory(named.evidence, task) : [];
  return { ...named.check, ...(curl.length > 0 && { curl }) };
}

/** What a check did with the server, whatever came of it. */
function toldSteps({ evidence }: CollectedTest): Pick<Check, 'exchanges' | 'timeline'> {
  const steps = evidence?.steps ?? [];
  const exchanges = exchangesOf(steps);
  return { ...(exchanges.length > 0 && { exchanges }), ...(steps.length > 0 && { timeline: timelineOf(steps) }) };
}

/**
 * A step that failed blocks its check only where it is not known to work: if the requirement that it stands for passed
 * all its own checks in this run, then what is wrong shows here, and here it is reported. A walk shows it by itself: it is
 * blocked only by what is known not to work.
 */
function settle(failure: Failure, { passed, judged }: Known): Failure {
  const { prerequisite, ...rest } = failure;
  if (failure.outcome !== 'blocked') return failure;
  const isShown = prerequisite !== undefined && failure.requirement !== undefined && !judged.has(prerequisite);
  if (prerequisite === undefined || !(passed.has(prerequisite) || isShown))
    return { ...failure, cause: 'prerequisite' };
  return { ...rest, outcome: 'failed' };
}

const BROKEN = {
  channel: "Your code wrote to the checker's own channel.",
  answer: 'What came back from the process of your code is not what the check had asked it for.',
} as const;

/** The check has no verdict. That is no fault of the learner's, unless the process was seen to forge what it answered. */
function withoutVerdict({ result, evidence }: CollectedTest): Failure {
  if (evidence?.brokeProtocol)
    return { outcome: 'failed', cause: 'protocol error', reason: BROKEN[evidence.brokeProtocol] };
  const fault = result && 'fault' in result ? firstLine(result.fault) : 'The check did not run to its end.';
  return { outcome: 'error', cause: 'protocol error', reason: `The checker could not find out: ${fault}` };
}

function finishTask(task: TaskFolder, checks: Check[], all: Quoted['requirements']): Task {
  const { number, title } = task;
  const maxScore = rounded(sum(checks.map(({ points }) => points)));
  const score = scoreOf({ maxScore, checks });
  const named = new Set(checks.flatMap(({ requirements, prerequisite }) => [...requirements, prerequisite]));
  const requirements = [...all.values()].filter(({ id }) => named.has(id));
  return { number, title, spec: specPath(task), requirements, score, maxScore, checks };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
