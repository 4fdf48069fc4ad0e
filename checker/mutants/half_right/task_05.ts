import type { HalfRight } from './half_right.ts';

export const task05: HalfRight[] = [
  {
    name: 'login-is-closed',
    base: 'app-level-routes',
    leftOut: '5.1',
    mistake: 'The login path needs authentication.',
    edits: [{ file: 'api/v1/app.ts', find: 'forbidden`, LOGIN]', replace: 'forbidden`]' }],
    failed:
      '5.1 5.1b 5.1c 5.1d 5.1f 7.1 7.1b 7.1c 7.1d 7.2 7.2b 7.2c 7.2d 7.2e 7.2f 7.3 7.3b 7.3c 7.4 7.4b 7.5 7.5c 7.5d 7.5e 7.6 7.6b 7.6c 7.7 7.7b 7.7c 7.7d 7.7e 7.7f 7.8 7.8b 7.8c 7.8d 7.9 7.9b 7.10 7.10b 7.1e 9.5 9.5b 9.6 9.6d 10.4g 10.5c 10.3e 10.4h',
    blocked: '',
  },
  {
    name: 'open-without-slash-only',
    base: 'login-raw-text',
    leftOut: '5.1',
    mistake: 'The excluded paths are open without a final slash only.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: 'const excluded = open.flatMap(',
        replace: `const excluded = open.map((name) => ['', 'api', 'v1', name].join('/'));
void open.flatMap(`,
      },
    ],
    failed: '1.3d 5.1b 5.1e 5.1f 7.1b',
    blocked: '',
  },
  {
    name: 'body-before-credentials',
    base: 'next-errors',
    leftOut: '5.2',
    mistake: 'The body is read before the credentials.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: `app.use(express.json({ limit: '100kb' }));
`,
        replace: '',
      },
      {
        file: 'api/v1/app.ts',
        find: "app.all('/api/v1{/*path}'",
        replace: `app.use(express.json({ limit: '100kb' }));
app.all('/api/v1{/*path}'`,
      },
    ],
    failed: '0.1f 5.2',
    blocked: '',
  },
  {
    name: 'header-or-nothing',
    base: 'current-user-on-prototype',
    leftOut: '5.3',
    mistake: 'A session cookie that belongs to nobody is 401, as if it were not there.',
    edits: [
      {
        file: 'api/v1/app.ts',
        find: "else sendError(response, 403, 'Forbidden');",
        replace: `else if (auth.authorizationHeader(request) !== null) sendError(response, 403, 'Forbidden');
          else sendError(response, 401, 'Unauthorized');`,
      },
    ],
    failed:
      '5.3b 5.3c 5.3d 5.2b 5.2c 5.4 5.3e 5.2e 6.2b 6.2e 7.8b 8.4 8.4b 8.4c 8.5 8.5b 8.2d 8.3e 9.5 9.5b 9.6 10.4g 10.5c 10.4h',
    blocked: '',
  },
];
