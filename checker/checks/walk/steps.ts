import fc from 'fast-check';
import type { Batch, Scene, Stop, WalkStep } from './choices.ts';

/** The name of a step that a walk is made of. */
export type StepName = (Batch | Scene)['do'];

export type Stage = { task: number; sessionsEnd: boolean; stop: readonly Stop[] };

/** More sessions than somebody would think of as a limit. Right solutions may need a time for each that grows with their number, and more so where sessions end. */
const MANY = 1001;
const MANY_THAT_END = 201;
/** More wrong passwords than somebody would bear who counts them. */
const GUESSES = 51;

/** The path that a task brings. */
const NEWEST: Record<number, string> = {
  5: 'auth_session/login',
  7: 'auth_session/login',
  8: 'auth_session/logout',
};

/** Whatever JSON has that is no text. */
const odd = fc.oneof(
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('id', 'length', 'key'), fc.string({ maxLength: 4 }), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
);

/**
 * A step, with what the seed chooses of it: who takes it. What is tried in it is always the same, so that a mark does not depend on
 * the seed.
 */
export function stepAt(name: StepName, { task, sessionsEnd, stop }: Stage): fc.Arbitrary<WalkStep> {
  const fixed: Partial<Record<StepName, object>> = {
    'ask in every way': { path: NEWEST[task] ?? 'users/me' },
    'enter again and again': { times: 7 },
    'guess the password': { times: GUESSES },
    'make many sessions': { count: sessionsEnd ? MANY_THAT_END : MANY },
    restart: { by: stop },
  };
  const who = fc.record({ browser: fc.nat({ max: 2 }), user: fc.nat({ max: 3 }) });
  const more =
    name === 'call the methods' ? fc.record({ odd: fc.array(odd, { minLength: 3, maxLength: 6 }) }) : fc.constant({});
  return fc.tuple(who, more).map(([chosen, also]) => ({ do: name, ...chosen, ...fixed[name], ...also }) as WalkStep);
}
