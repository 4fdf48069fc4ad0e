import type { HalfRight } from './half_right.ts';

export const task01: HalfRight[] = [
  {
    name: 'refusal-without-the-list',
    base: 'switch-choice',
    leftOut: '1.2',
    mistake: 'The sentence for an unknown `AUTH_TYPE` does not list the known ones.',
    edits: [
      {
        file: 'api/v1/auth/index.ts',
        find: `'AUTH_TYPE has to be "session_db_auth", "session_exp_auth", "session_auth", "basic_auth" or "auth"',`,
        replace: "'AUTH_TYPE is wrong',",
      },
    ],
    failed: '1.2e',
    blocked: '9.1 10.2',
  },
  {
    name: 'constructor-is-known',
    base: 'reexports',
    leftOut: '1.2',
    mistake: 'What every object inherits is taken for a known `AUTH_TYPE`.',
    edits: [
      {
        file: 'api/v1/auth/index.ts',
        find: 'if (!Object.keys(kinds).includes(settings.kind)) {',
        replace: 'if (!(settings.kind in kinds)) {',
      },
    ],
    failed: '1.2f',
    blocked: '',
  },
  {
    name: 'unknown-kind-is-none',
    base: 'curried',
    leftOut: '1.2',
    mistake: 'An unknown `AUTH_TYPE` switches authentication off.',
    edits: [{ file: 'api/v1/auth/index.ts', find: '?? refuse(name);', replace: '?? (() => null);' }],
    failed: '1.2e 1.2f 1.2g',
    blocked: '9.1 10.2',
  },
  {
    name: 'status-with-a-star',
    base: 'api-router',
    leftOut: '1.3',
    mistake: 'Whatever begins like `/status` is excluded.',
    edits: [{ file: 'api/v1/app.ts', find: "'/api/v1/status',", replace: "'/api/v1/status*'," }],
    failed: '0.1e 1.3d 5.1e',
    blocked: '',
  },
];
