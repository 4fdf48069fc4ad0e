import type { Task } from '../../tasks.ts';
import type { GradedClass, Learner, Result } from '../graded.ts';
import type { Check } from '../report.ts';
import type { ClassFolder } from './class_folder.ts';
import { markOf, policySentences } from './marks.ts';
import type { Policy } from './policy.ts';

/** The class as its folder holds it, under a policy. What is not graded yet is left out; `done`: the files of what is, if not all. */
export async function gradedClass(
  folder: ClassFolder,
  tasks: Task[],
  policy: Policy,
  done?: ReadonlySet<string>,
): Promise<GradedClass> {
  const { kata, seed, sandbox, submissions } = folder.manifest;
  const heads = tasks.map(({ number, title, points }) => ({ number, title, maxScore: points }));
  const learners: Learner[] = [];
  const share = sharing();
  for (const { name, fileName } of submissions) {
    if (done && !done.has(fileName)) continue;
    const result = await folder.result(fileName);
    if (result) learners.push({ name, fileName, result: lean(result, share), mark: markOf(result, heads, policy) });
  }
  const counts = (number: number): boolean =>
    policy.weights[String(number)] !== 0 && (policy.tasks?.includes(number) ?? true);
  return {
    kata,
    seed,
    sandbox,
    tasks: heads.map((head) => ({ ...head, counts: counts(head.number) })),
    policy: policySentences(policy, heads),
    learners,
  };
}

/** Without what no output shows, and with what learners have in common once: a class of a thousand must fit into memory. */
function lean(result: Result, share: Share): Result {
  if (!result.report) return result;
  const tasks = result.report.tasks.map((task) => ({
    ...task,
    requirements: share(task.requirements),
    checks: task.checks.map((check) => share(leanCheck(check))),
  }));
  return { ...result, report: { ...result.report, tasks } };
}

type Share = <Value>(value: Value) => Value;

/** Gives the first of all values that look the same. */
function sharing(): Share {
  const known = new Map<string, unknown>();
  return <Value>(value: Value): Value => {
    const text = JSON.stringify(value);
    if (!known.has(text)) known.set(text, value);
    return known.get(text) as Value;
  };
}

function leanCheck({ exchanges, ...check }: Check): Check {
  if (check.outcome !== 'passed') return check;
  const { id, title, requirements, guard, outcome, points } = check;
  return { id, title, requirements, guard, outcome, points };
}
