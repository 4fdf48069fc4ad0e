import type { HalfRight } from './half_right.ts';

export const task09: HalfRight[] = [
  {
    name: 'minutes-for-seconds',
    base: 'ends-at',
    leftOut: '9.4',
    mistake: '`SESSION_DURATION` is taken for minutes.',
    edits: [{ file: 'api/v1/auth/moment.ts', find: 'seconds * 1000', replace: 'seconds * 60_000' }],
    failed: '9.4b 9.4c 9.4e 9.5 9.5b 9.6c 9.6d 10.5c 10.5d 10.5e 10.5f 10.5h 10.5i',
    blocked: '',
  },
  {
    name: 'last-moment-is-over',
    base: 'whole-numbers',
    leftOut: '9.4',
    mistake: 'A session ends one moment too early.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: 'BigInt(Date.now()) - birth > life',
        replace: 'BigInt(Date.now()) - birth >= life',
      },
    ],
    failed: '9.4 9.4d 9.5',
    blocked: '',
  },
  {
    name: 'times-are-kept',
    base: 'sweeping-timer',
    leftOut: '9.6',
    mistake: 'The time of a session stays when the session has ended.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `    this.lives.delete(id);
`,
        replace: '',
      },
    ],
    failed: '9.6b 9.6c',
    blocked: '',
  },
  {
    name: 'parse-int-at-its-word',
    base: 'expiring-map',
    leftOut: '9.1',
    mistake: '`60s` is taken for 60, and `1.5` for 1.',
    edits: [{ file: 'api/v1/auth/session_exp_auth.ts', find: '/^-?[0-9]+$/.test(', replace: '/^-?[0-9]/.test(' }],
    failed: '9.1d 9.1e',
    blocked: '',
  },
  {
    name: 'negative-ends-at-once',
    base: 'array-of-pairs',
    leftOut: '9.3',
    mistake: 'A negative duration ends every session at once.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: 'if (made && this.sessionDuration > 0',
        replace: 'if (made && this.sessionDuration !== 0',
      },
    ],
    failed: '9.3c',
    blocked: '',
  },
  {
    name: 'use-lengthens-the-life',
    base: 'temporal',
    leftOut: '9.4',
    mistake: 'Each use of a session lengthens its life.',
    edits: [
      {
        file: 'api/v1/auth/session_exp_auth.ts',
        find: `      this.userIdBySessionId.delete(id);
    }
`,
        replace: `      this.userIdBySessionId.delete(id);
    } else if (made) this.#made.set(id, now());
`,
      },
    ],
    failed: '9.4c 9.5',
    blocked: '',
  },
];
