import type { HalfRight } from './half_right.ts';

export const task07: HalfRight[] = [
  {
    name: 'cookie-for-every-site',
    base: 'lowercase-set-cookie',
    leftOut: '7.7',
    mistake: 'The cookie has no `SameSite`.',
    edits: [{ file: 'api/v1/views/session_auth.ts', find: "'samesite=lax', ", replace: '' }],
    failed: '7.7c 7.7d',
    blocked: '',
  },
  {
    name: 'cookie-always-secure',
    base: 'app-level-routes',
    leftOut: '7.7',
    mistake: 'The cookie is `Secure` also over plain HTTP.',
    edits: [{ file: 'api/v1/auth_session.ts', find: 'secure: request.secure }', replace: 'secure: true }' }],
    failed: '7.7f',
    blocked: '',
  },
  {
    name: 'name-of-the-cookie-built-in',
    base: 'one-dispatcher',
    leftOut: '7.6',
    mistake: 'The login does not ask `SESSION_NAME`.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: "const name = process.env.SESSION_NAME || '_my_session_id';",
        replace: "const name = '_my_session_id';",
      },
    ],
    failed: '7.6c',
    blocked: '',
  },
  {
    name: 'password-first',
    base: 'login-generator',
    leftOut: '7.2',
    mistake: 'The password is judged before the e-mail.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: `  yield !isText(body.email) && [400, 'email missing'];
`,
        replace: '',
      },
      {
        file: 'api/v1/views/session_auth.ts',
        find: `[400, 'password missing'];
`,
        replace: `[400, 'password missing'];
  yield !isText(body.email) && [400, 'email missing'];
`,
      },
    ],
    failed: '7.2c 7.2d',
    blocked: '',
  },
  {
    name: 'first-of-two-emails',
    base: 'login-raw-text',
    leftOut: '7.2',
    mistake: 'Of an e-mail that is sent twice, the first is taken.',
    edits: [
      { file: 'api/v1/views/session_auth.ts', find: 'if (!email || moreEmails.length > 0)', replace: 'if (!email)' },
    ],
    failed: '7.2e',
    blocked: '',
  },
  {
    name: 'unknown-email-is-401',
    base: 'abstract-bases',
    leftOut: '7.4',
    mistake: 'An e-mail that no user has is a wrong password.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: "throw new Refused(404, 'no user found for this email');",
        replace: "throw new Refused(401, 'wrong password');",
      },
    ],
    failed: '7.4 7.4b',
    blocked: '',
  },
  {
    name: 'no-405-for-the-login',
    base: 'terse',
    leftOut: '7.10',
    mistake: 'Other methods on the login path are 404.',
    edits: [{ file: 'api/v1/views/session_auth.ts', find: "}).all(methodNotAllowed('POST'))", replace: '})' }],
    failed: '7.10 7.10b',
    blocked: '',
  },
  {
    name: 'login-is-201',
    base: 'login-generator',
    leftOut: '7.6',
    mistake: 'The login answers 201.',
    edits: [
      {
        file: 'api/v1/views/session_auth.ts',
        find: '    .json(user.toJson());',
        replace: `    .status(201)
    .json(user.toJson());`,
      },
    ],
    failed:
      '7.1 7.1b 7.1c 7.5e 7.6 7.6b 7.6c 7.7 7.7b 7.7c 7.7d 7.7e 7.7f 7.8 7.8b 7.8c 7.8d 7.9 7.9b 9.5 9.5b 9.6 9.6d 10.4g 10.5c 10.3e 10.4h',
    blocked: '',
  },
];
