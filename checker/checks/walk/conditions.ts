import type { ServerConditions } from '../../harness/fleet.ts';
import type { Conditions, Kind } from '../model/world.ts';
import type { Stop } from './choices.ts';
import type { StepName } from './steps.ts';

/** What a walk is made under: for the model, and for the server; and the steps that it is made of, in an order of its own. */
export type WalkConditions = {
  model: Conditions;
  server: ServerConditions;
  hand: readonly StepName[];
  /** How the server is stopped, one time after the other, where that is a step. */
  stop: readonly Stop[];
};

const USUAL_NAME = '_my_session_id';
const DAY = 24 * 60 * 60;

/** `name`: another one for the session cookie than the usual one, or a variable that is there and empty. */
type Choice = { kind?: Kind; duration?: number; timeZone?: string; name?: 'own' | 'empty'; stop?: readonly Stop[] };
type Hand = readonly StepName[];

const NONE: Choice = {};
const AUTH: Choice = { kind: 'auth' };
const BASIC: Choice = { kind: 'basic_auth' };
const SESSION: Choice = { kind: 'session_auth' };
const EMPTY_NAME: Choice = { kind: 'session_auth', name: 'empty' };
const OWN_NAME: Choice = { kind: 'session_auth', name: 'own' };
const EXPIRING: Choice = { kind: 'session_exp_auth' };
const STORED: Choice = { kind: 'session_db_auth' };

/** It means, as 0 does, that no session ends by itself. */
const NEGATIVE = -5;

/** Over 2^31 s, so over 2^31 ms; and it begins in winter where it ends in summer: the clock was changed on the way. */
const LONG = { duration: 3e9 + 182 * DAY, timeZone: 'Europe/Berlin' };

const ASKED: Hand = ['ask for every path', 'ask in every way', 'ask elsewhere in every way'];
const SESSIONS: Hand = ['enter again and again', 'at the same time', 'bring two cookies', 'over one connection'];
const USERS: Hand = ['ask together', 'change user'];
const LOGINS: Hand = ['log in with every header', 'guess the password'];
const LIVES: Hand = ['live through', 'wait', 'live through', 'log in in every way'];

/** What is walked after each task: under what it brings, and under what it could have broken. */
const WALKS: readonly (readonly [under: readonly Choice[], hand: Hand])[][] = [
  [
    [[BASIC], [...ASKED, ...USERS, ...(['ask with every header', 'over one connection', 'remove user'] as const)]],
    [[NONE, AUTH], ['ask in every way']],
  ],
  [[[SESSION], ASKED]],
  [[[SESSION], ['enter again and again', 'at the same time', 'call the methods']]],
  [
    [
      [SESSION],
      ['enter again and again', 'at the same time', 'make many sessions', 'call the methods', 'call the methods'],
    ],
  ],
  [[[SESSION, AUTH, BASIC, OWN_NAME, EMPTY_NAME], ['read cookies']]],
  [
    [[NONE], ['ask in every way']],
    [[BASIC], ['ask in every way', 'ask together', 'over one connection']],
    [[EMPTY_NAME], [...ASKED, 'ask together']],
  ],
  [
    [[SESSION], [...SESSIONS, ...ASKED, 'bring every cookie', 'ask with every header', ...USERS, 'remove user']],
    [[OWN_NAME], ['bring every cookie', 'bring two cookies']],
  ],
  [
    [[NONE, AUTH, BASIC], ['fill in every form']],
    [[EMPTY_NAME], ['enter']],
    [[SESSION], [...SESSIONS, ...USERS, 'fill in every form', 'ask in every way', ...LOGINS]],
    [[OWN_NAME], ['log in in every way', 'bring every cookie']],
  ],
  [
    [[NONE, AUTH, BASIC], ['log out with every cookie']],
    [
      [SESSION],
      [
        ...SESSIONS,
        'log out with every cookie',
        'log out twice',
        'call destroySession',
        'ask in every way',
        'remove user',
      ],
    ],
    [[OWN_NAME], ['log out with every cookie', 'bring two cookies']],
  ],
  [
    [
      [EXPIRING],
      [...SESSIONS, 'wait', 'live through', 'call destroySession', 'bring every cookie', 'call the methods'],
    ],
    [
      [{ ...EXPIRING, duration: 60, name: 'own' }],
      [...LIVES, 'enter', 'log out with every cookie', 'bring every cookie', 'make many sessions'],
    ],
    // A duration is there, and this kind does not ask for it.
    [[{ ...SESSION, duration: 60 }], ['log in in every way', 'live through']],
    [[{ ...EXPIRING, ...LONG }], LIVES],
    [[{ ...EXPIRING, duration: NEGATIVE }], ['log in in every way', 'live through', 'make many sessions']],
  ],
  [
    [
      [{ ...STORED, name: 'own', duration: NEGATIVE, stop: ['SIGTERM', 'SIGINT'] }],
      [
        'at the same time',
        'bring two cookies',
        'live through',
        'restart',
        'log out twice',
        'log in in every way',
        'remove user',
      ],
    ],
    [
      [{ ...STORED, duration: 60 }],
      [...SESSIONS, ...LIVES, 'call destroySession', 'call the methods', 'bring every cookie', 'make many sessions'],
    ],
    [[{ ...STORED, ...LONG }], LIVES],
    [[STORED], ['log in in every way', 'live through', 'make many sessions']],
  ],
];

/** What is walked after this task. `ownName`: another name for the session cookie than the usual one. */
export function walksAfter(task: number, ownName: string): WalkConditions[] {
  const walks = WALKS[task] ?? [];
  return walks.flatMap(([under, hand]) => under.map((choice) => ({ ...conditionsOf(task, choice, ownName), hand })));
}

function conditionsOf(
  task: number,
  { kind, duration, timeZone, stop, name }: Choice,
  ownName: string,
): Omit<WalkConditions, 'hand'> {
  const cookieName = name === 'own' ? ownName : USUAL_NAME;
  return {
    model: { task, ...(kind && { kind }), cookieName, duration: duration ?? 0 },
    server: {
      environment: {
        ...(kind && { AUTH_TYPE: kind }),
        ...(name && { SESSION_NAME: name === 'own' ? ownName : '' }),
        ...(duration !== undefined && { SESSION_DURATION: String(duration) }),
        ...(timeZone && { TZ: timeZone }),
      },
      // More time cannot be made to pass timer by timer: one that comes due each minute would be called too often.
      fakeTimers: duration !== undefined && duration > 0 && duration <= 30 * DAY,
      database: kind === 'session_db_auth' ? 'file' : 'memory',
      ...(stop && { alone: true }),
    },
    stop: stop ?? ['SIGKILL'],
  };
}
