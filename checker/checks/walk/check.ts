import { inject } from 'vitest';
import { toData, toText } from '../../harness/data.ts';
import type { checks } from '../../harness/fixtures.ts';
import { RandomInputs } from '../../harness/random.ts';
import { CheckFailure, type Difference, type Failure } from '../../harness/verdict.ts';
import type { Found } from './client.ts';
import { type WalkConditions, walksAfter } from './conditions.ts';
import { walk } from './walk.ts';

export const WALK_TITLE = 'whatever is done, in whatever order, each answer is one that the specs allow';

/** As large as a seed of fast-check may be. */
const MAX_SEED = 2 ** 31 - 1;

/**
 * The last check of a task: walks on the learner's servers, under each kind of authentication that the task is about, in an order
 * that the seed has chosen. `proves`: the requirements that a walk can break here.
 */
export function walks(test: ReturnType<typeof checks>, task: number, proves: string): void {
  test(`[${proves}] ${WALK_TITLE}`, {
    meta: {
      walk: true,
      help: 'Each step is right by itself. What did the steps before the last one leave behind, and who else uses it?',
    },
  }, async ({ servers, ownCookieName }) => {
    if (servers.othersFailed) {
      const reason = 'This check begins once all others of the task pass.';
      throw new CheckFailure({ outcome: 'blocked', cause: 'prerequisite', reason });
    }
    // Of a repaired form of a submission it is only asked whether it passes.
    const isTold = inject('run').only === undefined;
    const all = walksAfter(task, ownCookieName);
    for (const [index, conditions] of all.entries()) {
      const server = await servers.next(conditions.server);
      const random = new RandomInputs(inject('run').seed, `walk ${task}.${index}`);
      const story = await walk(server, conditions, { seed: random.integer(0, MAX_SEED), random, isTold });
      if (!story) continue;
      servers.tell({ ...story.seen, story: story.steps });
      throw new CheckFailure(failureOf(story, task, conditions));
    }
  });
}

function failureOf(found: Found, task: number, { server }: WalkConditions): Failure {
  const { requirement, expected, actual } = found.broken;
  const variables = Object.entries(server.environment).map(([name, value]) => `\`${name}=${value}\``);
  const under = variables.length > 0 ? ` The server runs with ${variables.join(' and ')}.` : '';
  const isEarlier = Number.parseInt(requirement, 10) < task;
  return {
    ...(isEarlier ? { outcome: 'blocked', prerequisite: requirement } : { outcome: 'failed' }),
    cause: 'assertion',
    requirement,
    reason: `${sentenceOf(found)}${under}`,
    ...(found.request === undefined && { compared: comparedIn(found) }),
    expected: toData(expected),
    actual: toData(actual),
    ...differencesOf(found),
  };
}

function sentenceOf(found: Found): string {
  const { what, expected, actual } = found.broken;
  const { request } = found;
  if (!request) return `${comparedIn(found)} should be ${toText(expected)}, but it is ${toText(actual)}.`;
  const { method, path } = request;
  if (what === 'status')
    return `${method} ${path} should answer ${toText(expected)}, but it answers ${toText(actual)}.`;
  if (what === 'body') return `${method} ${path} answers with another body than it should.`;
  return `The ${what} of the answer to ${method} ${path} is not the one that it should be.`;
}

function differencesOf({ broken: { what, expected, actual }, request }: Found): Pick<Failure, 'differences'> {
  if (!request) return {};
  const path = what.startsWith('header ') ? what.split(' ') : [what];
  const difference: Difference = {
    path,
    ...(expected !== undefined && { expected: toData(expected) }),
    ...(actual !== undefined && { actual: toData(actual) }),
  };
  return { differences: [difference] };
}

function comparedIn({ broken: { what } }: Found): string {
  return what.charAt(0).toUpperCase() + what.slice(1);
}
