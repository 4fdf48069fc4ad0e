import { expect, test } from 'vitest';
import { METHODS, PATHS, SESSION_PATHS } from '../walk/values.ts';
import { answersTo } from './answers.ts';
import { type Kind, loggedIn, loggedOut, newWorld, restarted, timePassed, type World } from './world.ts';

const KINDS: readonly (readonly [Kind | undefined, since: number])[] = [
  [undefined, 0],
  ['auth', 0],
  ['basic_auth', 0],
  ['session_auth', 1],
  ['session_exp_auth', 9],
  ['session_db_auth', 10],
];
const TASKS = Array.from({ length: 11 }, (_, task) => task);
const USER = { id: 'u', email: 'a@b.example', password: 'p', json: { id: 'u' } };
const BASIC = `Basic ${Buffer.from('a@b.example:p').toString('base64')}`;

/** Worlds that one walk may come to, at the stage after this task. */
function worldsAt(task: number, kind: Kind | undefined): World[] {
  const empty = newWorld({ task, ...(kind && { kind }), cookieName: 'c', duration: 60 }, 0, [USER]);
  if (!kind?.startsWith('session_') || task < 6) return [empty];
  const two = loggedIn(loggedIn(empty, 'u', 'first'), 'u', 'second');
  const all = [empty, two, timePassed(two, 60_001)];
  return task < 8 ? all : [...all, loggedOut(two, 'first'), restarted(loggedOut(two, 'first'))];
}

test.each(TASKS)(
  'after task %i, the model speaks of sentences up to that task alone, and always allows something',
  (task) => {
    for (const [kind, since] of KINDS.filter((entry) => entry[1] <= task)) {
      for (const world of worldsAt(task, kind)) {
        for (const path of [...PATHS, ...SESSION_PATHS]) {
          for (const method of METHODS) {
            for (const credentials of [{}, { authorization: BASIC }, { cookie: 'c=first' }, { cookie: 'c=none' }]) {
              const request = { method, path: `/api/v1/${path}`, ...credentials };
              const allowed = answersTo(world, request);
              expect(allowed.length).toBeGreaterThan(0);
              const named = allowed.flatMap(({ requirement, instead = {} }) => [
                requirement,
                ...Object.values(instead),
              ]);
              const later = named.filter((id) => Number.parseInt(id, 10) > task);
              expect(later, `${kind} since ${since}: ${JSON.stringify(request)}`).toEqual([]);
            }
          }
        }
      }
    }
  },
);
