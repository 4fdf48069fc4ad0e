import type { Mistake } from '../mistake.ts';

const CHOICE = 'api/v1/auth/index.ts';

export const task01: Mistake[] = [
  {
    task: 1,
    name: 'class-in-force',
    mistake: 'The class itself is put in force, not an instance.',
    edits: [
      {
        file: CHOICE,
        find: 'if (Kind) return new Kind();',
        replace: `if (Kind) return name === 'session_auth' ? (Kind as unknown as Auth) : new Kind();`,
      },
    ],
    caughtBy: ['1.2'],
    reason: /the class SessionAuth itself, and no instance of it/,
  },
  {
    task: 1,
    name: 'session-auth-is-auth',
    mistake: 'The new value falls through to `Auth`.',
    edits: [{ file: CHOICE, find: `['session_auth', SessionAuth],`, replace: `['session_auth', Auth],` }],
    caughtBy: ['1.2'],
    reason: /should be "a SessionAuth", but it is "an (?:instance of )?Auth"/,
  },
  {
    task: 1,
    name: 'session-auth-is-no-auth',
    mistake: 'The new value falls through to no auth at all, which opens the whole API.',
    edits: [
      { file: CHOICE, find: 'if (!name) return null;', replace: `if (!name || name === 'session_auth') return null;` },
    ],
    caughtBy: ['1.2', '1.3'],
    reason: /should answer 401, but it answers (?:200|201|404)/,
    security: true,
  },
  {
    task: 1,
    name: 'excluded-by-beginning',
    mistake: 'A path that merely begins like an excluded one passes: `/statusx`.',
    edits: [
      {
        file: 'api/v1/auth/auth.ts',
        find: 'asked === withFinalSlash(excluded);',
        replace: `asked.startsWith(excluded.replace(/\\/$/, ''));`,
      },
    ],
    caughtBy: ['1.3'],
    reason: /GET \S*(?:status|forbidden|unauthorized)\S+ should answer 401, but it answers 404/,
    security: true,
  },
];
