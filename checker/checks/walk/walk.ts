import fc from 'fast-check';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';
import { type Conditions, hasSessions, sessionsEnd } from '../model/world.ts';
import type { WalkStep } from './choices.ts';
import { type Found, WalkClient } from './client.ts';
import { take } from './scenes.ts';
import { steps } from './steps.ts';

/** How many steps a walk has at most, how many walks are made, and how many may be tried to make one shorter that fails. */
const BUDGET = { steps: 30, walks: 3, tries: 60 };

/** So many users are there at the beginning. */
const USERS = 2;

/** A walk that broke a sentence: its steps, the shortest that were found, and what was broken at the last of them. */
export type Story = { steps: WalkStep[] } & Found;

/**
 * Walks on a learner's server as the seed has it, and compares each answer with what the model allows. Gives the shortest story
 * of what was broken, if anything was. The same seed and the same answers give the same story: what is counted is steps, never time.
 * Throws a LearnerFault where the server crashes or hangs.
 */
export async function walk(
  server: LearnerServer,
  conditions: Conditions,
  { seed, random, restarts }: { seed: number; random: RandomInputs; restarts: boolean },
): Promise<Story | undefined> {
  let story: Story | undefined;
  let fault: { error: unknown } | undefined;
  let tries = 0;
  const options = {
    task: conditions.task,
    hasSessions: hasSessions(conditions),
    sessionsEnd: sessionsEnd(conditions),
    restarts,
  };
  const property = fc.asyncProperty(
    fc.array(steps(options), { maxLength: BUDGET.steps, size: 'max' }),
    async (list) => {
      if (story) tries += 1;
      if (fault || tries > BUDGET.tries) return;
      try {
        const found = await go(server, conditions, list, random);
        if (!found) return;
        story = found;
      } catch (error) {
        // A crash, or a hang: nothing is tried again on that.
        fault = { error };
      }
      throw new Error('broken');
    },
  );
  await fc.check(property, { seed, numRuns: BUDGET.walks, unbiased: true });
  if (fault) throw fault.error;
  return story;
}

/** Takes these steps, one after the other, with users and browsers of their own. Gives what was broken first. */
async function go(
  server: LearnerServer,
  conditions: Conditions,
  list: readonly WalkStep[],
  random: RandomInputs,
): Promise<Story | undefined> {
  const client = new WalkClient(server, conditions, random);
  for (let user = 0; user < USERS; user += 1) await client.newUser();
  for (const [index, step] of list.entries()) {
    const found = await take(client, step);
    if (found) return { steps: list.slice(0, index + 1), ...found };
  }
  return undefined;
}
