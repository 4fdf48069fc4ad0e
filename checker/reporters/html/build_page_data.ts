import type { GradedClass, Learner } from '../../grading/graded.ts';
import { causeTexts, consequenceTexts } from '../consequences.ts';
import { holesOf } from '../holes.ts';
import { guardText, percentOf, reasonText, statusOf } from '../learner_text.ts';
import { oneLine, safe } from '../untrusted.ts';
import { FailureGroups } from './failure_groups.ts';
import { Once } from './once.ts';
import type { PageCheck, PageData, PageError, PageFailure, PageLearner, PageStep, TaskResult } from './page_data.ts';
import { pageError, pageFailure } from './page_failure.ts';

const MAX_NAME = 200;
const MAX_LINE = 1000;

/** The class as the page shows it. */
export function buildPageData(given: GradedClass): PageData {
  const graded = safe(given);
  const { kata, seed, sandbox, policy, tasks, learners } = graded;
  const checks = new Checks(graded);
  const groups = new FailureGroups();
  const failures = new Once<PageFailure>();
  const shared = { steps: new Once<PageStep>(), lines: new Once<string>(), errors: new Once<PageError>() };
  const requirements: Record<string, string> = {};
  const shown = learners.map((learner, place) => {
    const own: number[] = [];
    for (const task of learner.result.report?.tasks ?? []) {
      for (const { id, text } of task.requirements) requirements[id] = oneLine(text);
      for (const check of task.checks) {
        const checkPlace = checks.count(check.id, check.outcome);
        const failure = pageFailure(check, checkPlace, shared);
        if (failure) own.push(failures.place(failure));
        groups.add(check, { check: checkPlace, task: task.number, learner: place });
      }
    }
    return pageLearner(learner, graded, own);
  });
  return {
    kata,
    seed,
    sandbox,
    policy,
    tasks: tasks.map(({ number, title, maxScore, counts }) => {
      const marked = learners[0]?.mark.tasks.find((task) => task.number === number);
      return { number, title, maxScore: marked?.maxScore ?? maxScore, counts };
    }),
    requirements,
    checks: checks.all,
    learners: shown,
    groups: groups.all(),
    failures: failures.all,
    steps: shared.steps.all,
    errors: shared.errors.all,
    lines: shared.lines.all,
  };
}

function pageLearner(learner: Learner, { tasks }: GradedClass, failures: number[]): PageLearner {
  const { name, fileName, result, mark } = learner;
  const { score, maxScore, late } = mark;
  return {
    name: oneLine(name, MAX_NAME) || fileName,
    fileName,
    status: statusOf(learner),
    reason: reasonText(learner),
    submitted: result.submitted,
    score,
    maxScore,
    percent: percentOf(score, maxScore),
    ...(late && { late }),
    holes: result.report ? holesOf(result.report) : [],
    tasks: tasks.map(({ number }) => taskResult(learner, number)),
    diagnostics: (result.report?.diagnostics ?? []).map(({ message, help, error }) => ({
      message: oneLine(message, MAX_LINE),
      ...(help !== undefined && { help: oneLine(help, MAX_LINE) }),
      ...(error && { error: pageError(error) }),
    })),
    failures,
  };
}

function taskResult({ result, mark }: Learner, number: number): TaskResult | null {
  const task = result.report?.tasks.find((each) => each.number === number);
  const marked = mark.tasks.find((each) => each.number === number);
  if (!task) return null;
  return {
    score: marked?.score ?? task.score,
    maxScore: marked?.maxScore ?? task.maxScore,
    passed: task.checks.filter(({ outcome }) => outcome === 'passed').length,
    checks: task.checks.length,
    guards: guardText(task),
    blame: [...consequenceTexts(task), ...causeTexts(task, { tasks: result.report?.tasks ?? [] })],
  };
}

/** All checks that some report of the class names, in the order of the tasks. */
class Checks {
  readonly all: PageCheck[];
  #places: Map<string, number>;

  constructor({ learners }: GradedClass) {
    const found = new Map<string, PageCheck>();
    for (const task of learners.flatMap(({ result }) => result.report?.tasks ?? [])) {
      for (const { id, title, requirements, guard, points } of task.checks) {
        if (found.has(id)) continue;
        const none = { passed: 0, failed: 0, blocked: 0, error: 0 };
        found.set(id, { id, task: task.number, title: oneLine(title), requirements, guard, points, ...none });
      }
    }
    this.all = [...found.values()].sort((one, other) => one.task - other.task);
    this.#places = new Map(this.all.map(({ id }, place) => [id, place]));
  }

  count(id: string, outcome: 'passed' | 'failed' | 'blocked' | 'error'): number {
    const place = this.#places.get(id) as number;
    (this.all[place] as PageCheck)[outcome] += 1;
    return place;
  }
}
