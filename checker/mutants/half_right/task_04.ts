import type { HalfRight } from './half_right.ts';

export const task04: HalfRight[] = [
  {
    name: 'cookie-as-it-came',
    base: 'cookie-tokens',
    leftOut: '4.2',
    mistake: 'The value of the cookie is not decoded.',
    edits: [
      {
        file: 'lib/cookie jar.ts',
        find: `found = decoded(value.replace(/^"(.*)"$/, '$1'));`,
        replace: 'found = value;',
      },
    ],
    failed: '4.2d',
    blocked: '',
  },
  {
    name: 'beginning-of-a-name',
    base: 'cookie-tokens',
    leftOut: '4.3',
    mistake: 'A cookie whose name only begins like the session cookie is taken for it.',
    edits: [{ file: 'lib/cookie jar.ts', find: 'if (name === wanted)', replace: 'if (name.startsWith(wanted))' }],
    failed: '4.1c 4.3b 5.2b',
    blocked: '',
  },
  {
    name: 'object-as-session-id',
    base: 'cookie-entries',
    leftOut: '4.4',
    mistake: 'What the parser makes of the cookie is handed on, whatever it is.',
    edits: [
      { file: 'api/v1/auth/auth.ts', find: "values.find((value) => typeof value === 'string')", replace: 'values[0]' },
    ],
    failed: '4.4 4.4b',
    blocked: '',
  },
  {
    name: 'value-ends-at-equals',
    base: 'own-cookie-middleware',
    leftOut: '4.2',
    mistake: 'The value of a cookie ends at its first `=`.',
    edits: [
      { file: 'api/v1/middleware/cookies.mts', find: '(?<value>[^;]*?)\\s*(?=;|$)', replace: '(?<value>[^;=]*)' },
    ],
    failed: '4.2c',
    blocked: '',
  },
];
