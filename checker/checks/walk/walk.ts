import fc from 'fast-check';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';
import { type Evidence, LearnerFault } from '../../harness/verdict.ts';
import { sessionsEnd } from '../model/world.ts';
import type { WalkStep } from './choices.ts';
import { type Found, WalkClient } from './client.ts';
import type { WalkConditions } from './conditions.ts';
import { People } from './people.ts';
import { lookAround, take } from './scenes.ts';
import { stepAt } from './steps.ts';

/** A walk that broke a sentence: the steps that are enough for it, what was broken at the last of them, and what was seen. */
export type Story = { steps: WalkStep[]; seen: Pick<Evidence, 'steps' | 'log' | 'loggedError' | 'users'> } & Found;

/**
 * Walks on a learner's server as the seed has it, and compares each answer with what the model allows. Gives a short story of
 * what was broken, if anything was: in turn, as a person would repeat it, and without the steps that it does not need. The same
 * seed and the same answers give the same story: what is counted is steps, never time.
 * Where nobody is told (`isTold`), no shorter story is looked for. Throws a LearnerFault where the server crashes or hangs.
 */
export async function walk(
  server: LearnerServer,
  { model, hand, stop }: Pick<WalkConditions, 'model' | 'hand' | 'stop'>,
  { seed, random, isTold = true }: { seed: number; random: RandomInputs; isTold?: boolean },
): Promise<Story | undefined> {
  const people = new People(server, random);

  /** Takes these steps. What the server prints and is asked meanwhile is kept with what was broken. */
  async function go(steps: readonly WalkStep[], { atOnce = false } = {}): Promise<Story | undefined> {
    server.steps.take({ failed: false });
    const known = await people.gather();
    const client = new WalkClient(server, model, { random, people, known, atOnce });
    const found = await firstBroken(client, steps);
    people.keep(client.world.users);
    if (!found) return undefined;
    const { log, error } = await server.takePrinted();
    const users = known.map(({ user: { id, email, password } }) => ({ id, email, password }));
    return {
      ...found,
      seen: { steps: server.steps.take({ failed: true }), log, ...(error && { loggedError: error }), users },
    };
  }

  const seen = await go(drawn({ model, hand, stop }, seed), { atOnce: true });
  if (!seen || !isTold) return seen;
  let story = seen;
  try {
    const inTurn = await go(seen.steps);
    // What is only broken at the same time is told as it was seen.
    if (!inTurn) return seen;
    story = inTurn;
    if (story.closer) story = (await go([...story.steps.slice(0, -1), story.closer])) ?? story;
    if (story.steps.length > 2) story = (await go(story.steps.slice(-1))) ?? story;
    for (let index = story.steps.length - 2; index >= 0; index = Math.min(index, story.steps.length - 1) - 1) {
      story = (await go(story.steps.toSpliced(index, 1))) ?? story;
    }
  } catch (error) {
    // The server crashed or hangs: nothing is tried again on it. What was found before is told as it is.
    if (!(error instanceof LearnerFault)) throw error;
  }
  return story;
}

/** All steps of a hand, in an order of the seed's. */
function drawn({ model, hand, stop }: Pick<WalkConditions, 'model' | 'hand' | 'stop'>, seed: number): WalkStep[] {
  const stage = { task: model.task, sessionsEnd: sessionsEnd(model), stop };
  const order = fc.shuffledSubarray([...hand], { minLength: hand.length });
  const [walk = []] = fc.sample(
    order.chain((names) => fc.tuple(...names.map((name) => stepAt(name, stage)))),
    { seed, numRuns: 1, unbiased: true },
  );
  return walk;
}

/** Takes these steps, one after the other, and looks around at the end. Gives what was broken first. */
async function firstBroken(
  client: WalkClient,
  list: readonly WalkStep[],
): Promise<({ steps: WalkStep[] } & Found) | undefined> {
  for (const [index, step] of list.entries()) {
    const found = await take(client, step);
    if (found) return { ...found, steps: list.slice(0, index + 1) };
  }
  const found = await lookAround(client);
  return found && { ...found, steps: [...list] };
}
