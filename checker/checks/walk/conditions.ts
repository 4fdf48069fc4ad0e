import type { ServerConditions } from '../../harness/fleet.ts';
import type { Conditions, Kind } from '../model/world.ts';

/** What a walk is made under: for the model, and for the server. */
export type WalkConditions = { model: Conditions; server: ServerConditions; restarts: boolean };

const USUAL_NAME = '_my_session_id';
const DAY = 24 * 60 * 60;

type Choice = { since: number; kind?: Kind; duration?: number; timeZone?: string; ownName?: boolean };

/**
 * Each kind of authentication from the task on that brings it. Durations: none, a usual one, one over 2^31 ms, one across a change
 * of the clock, and one over 2^31 s.
 */
const CHOICES: readonly Choice[] = [
  { since: 0 },
  { since: 0, kind: 'auth' },
  { since: 0, kind: 'basic_auth' },
  { since: 1, kind: 'session_auth' },
  { since: 4, kind: 'session_auth', ownName: true },
  { since: 9, kind: 'session_exp_auth' },
  { since: 9, kind: 'session_exp_auth', duration: 60, ownName: true },
  { since: 9, kind: 'session_exp_auth', duration: 30 * DAY },
  { since: 9, kind: 'session_exp_auth', duration: 200 * DAY, timeZone: 'Europe/Berlin' },
  { since: 9, kind: 'session_exp_auth', duration: 3e9 },
  { since: 10, kind: 'session_db_auth', ownName: true },
  { since: 10, kind: 'session_db_auth', duration: 60 },
  { since: 10, kind: 'session_db_auth', duration: 200 * DAY, timeZone: 'Europe/Berlin' },
];

/** All conditions that the stage after this task knows. `ownName`: another name for the session cookie than the usual one. */
export function walkConditions(task: number, ownName: string): WalkConditions[] {
  return CHOICES.filter(({ since }) => since <= task).map(({ kind, duration = 0, timeZone, ...choice }) => {
    const cookieName = choice.ownName ? ownName : USUAL_NAME;
    const inDatabase = kind === 'session_db_auth';
    return {
      model: { task, ...(kind && { kind }), cookieName, duration },
      server: {
        environment: {
          ...(kind && { AUTH_TYPE: kind }),
          ...(choice.ownName && { SESSION_NAME: ownName }),
          ...(duration > 0 && { SESSION_DURATION: String(duration) }),
          ...(timeZone && { TZ: timeZone }),
        },
        // More time cannot be made to pass timer by timer: one that comes due each minute would be called too often.
        fakeTimers: duration <= 30 * DAY,
        database: inDatabase ? 'file' : 'memory',
      },
      restarts: inDatabase,
    };
  });
}
