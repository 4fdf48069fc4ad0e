import fc from 'fast-check';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';
import type { Evidence } from '../../harness/verdict.ts';
import { hasSessions, sessionsEnd } from '../model/world.ts';
import { isBatch, requestsOf } from './batches.ts';
import type { WalkStep } from './choices.ts';
import { type Found, WalkClient } from './client.ts';
import type { WalkConditions } from './conditions.ts';
import { People } from './people.ts';
import { lookAround, take } from './scenes.ts';
import { stepsAt } from './steps.ts';

/** How many walks may be tried to make one shorter that broke a sentence. */
const TRIES = 60;
/** A step is left out once in so many walks: never, but it is what fast-check tries first to make a walk shorter. */
const LEFT_OUT = 1_000_000;

/** A walk that broke a sentence: its steps, the shortest that were found, what was broken at the last of them, and what was seen. */
export type Story = { steps: WalkStep[]; seen: Pick<Evidence, 'steps' | 'log' | 'loggedError' | 'users'> } & Found;

type Tried = Omit<Story, 'seen'>;

/**
 * Walks on a learner's server as the seed has it, and compares each answer with what the model allows. Gives the shortest story
 * of what was broken, if anything was. The same seed and the same answers give the same story: what is counted is steps, never time.
 * Throws a LearnerFault where the server crashes or hangs.
 */
export async function walk(
  server: LearnerServer,
  { model, hand, stop }: Pick<WalkConditions, 'model' | 'hand' | 'stop'>,
  { seed, random }: { seed: number; random: RandomInputs },
): Promise<Story | undefined> {
  const people = new People(server, random);
  let story: Story | undefined;
  let fault: { error: unknown } | undefined;
  let tries = 0;
  let isOver = false;
  /** What stood for a batch of requests, once one of them was seen to be enough. */
  const single = new Map<WalkStep, WalkStep>();

  /** Takes these steps. What the server prints and is asked meanwhile is kept with what was broken. */
  async function go(steps: readonly WalkStep[], { atOnce }: { atOnce: boolean }): Promise<Tried | undefined> {
    server.steps.take({ failed: false });
    const known = await people.gather();
    const client = new WalkClient(server, model, { random, people, known, atOnce });
    const found = await firstBroken(client, steps);
    people.keep(client.world.users);
    if (!found) return undefined;
    const { log, error } = await server.takePrinted();
    const users = known.map(({ user: { id, email, password } }) => ({ id, email, password }));
    story = {
      ...found,
      seen: { steps: server.steps.take({ failed: true }), log, ...(error && { loggedError: error }), users },
    };
    return found;
  }

  /** The same with a single request in the place of the batch at the end, where that is enough. */
  async function goOn({ steps, index = 0 }: Tried): Promise<void> {
    const last = steps.at(-1);
    if (!last || !isBatch(last)) return;
    const one = requestsOf(last, model.task)[index] as WalkStep;
    if (await go([...steps.slice(0, -1), one], { atOnce: false })) single.set(last, one);
  }

  async function holds(all: readonly WalkStep[]): Promise<boolean> {
    const steps = all.map((step) => single.get(step) ?? step);
    if (story) {
      tries += 1;
      return !(await go(steps, { atOnce: false }));
    }
    const found = await go(steps, { atOnce: true });
    if (!found) return true;
    // In turn, as a person would repeat it. What is only broken at the same time is told as it was seen.
    const inTurn = await go(steps, { atOnce: false });
    if (inTurn) await goOn(inTurn);
    else isOver = true;
    return false;
  }

  const property = fc.asyncProperty(walks({ model, hand, stop }), async (steps) => {
    if (isOver || tries >= TRIES) return true;
    try {
      return await holds(steps);
    } catch (error) {
      // A crash, or a hang: nothing is tried again on that. What was found before is told as it is.
      fault = { error };
      isOver = true;
      return story !== undefined;
    }
  });
  await fc.check(property, { seed, numRuns: 1, unbiased: true });
  if (fault && !story) throw fault.error;
  return story;
}

/** All steps of a hand, in any order. It shrinks by leaving steps out. */
function walks({ model, hand, stop }: Pick<WalkConditions, 'model' | 'hand' | 'stop'>): fc.Arbitrary<WalkStep[]> {
  const { task } = model;
  const steps = stepsAt({ task, hasSessions: hasSessions(model), sessionsEnd: sessionsEnd(model), stop });
  const places = hand.map((_, index) => index);
  const order = fc.noShrink(fc.shuffledSubarray(places, { minLength: places.length }));
  const chosen = fc.tuple(...hand.map((name) => fc.option(fc.noShrink(steps[name]), { freq: LEFT_OUT })));
  return fc.tuple(order, chosen).map(([turns, all]) => turns.flatMap((turn) => all[turn] ?? []));
}

/** Takes these steps, one after the other, and looks around at the end. Gives what was broken first. */
async function firstBroken(client: WalkClient, list: readonly WalkStep[]): Promise<Tried | undefined> {
  for (const [index, step] of list.entries()) {
    const found = await take(client, step);
    if (found) return { ...found, steps: list.slice(0, index + 1) };
  }
  const found = await lookAround(client);
  return found && { ...found, steps: [...list] };
}
