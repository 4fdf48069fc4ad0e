import type { Mistake } from '../mistake.ts';

const APP = 'api/v1/app.ts';
const LOGIN_EXCLUDED = `, '/api/v1/auth_session/login/'`;
const CREDENTIALS = 'auth.authorizationHeader(request) !== null || auth.sessionCookie(request) !== null;';
const UNAUTHORIZED = `if (!hasCredentials) return sendError(response, 401, 'Unauthorized');`;
const FORBIDDEN = `if (request.currentUser === null) return sendError(response, 403, 'Forbidden');`;

export const task05: Mistake[] = [
  {
    task: 5,
    name: 'login-continued-passes',
    mistake: 'A path that merely begins like an excluded one passes: `/auth_session/login/extra`.',
    edits: [
      {
        file: 'api/v1/auth/auth.ts',
        find: 'asked === withFinalSlash(excluded);',
        replace: 'asked.startsWith(withFinalSlash(excluded));',
      },
    ],
    caughtBy: ['5.1', '5.2'],
    reason: /auth_session\/login\/\S+ should answer 401, but it answers 404/,
    security: true,
  },
  {
    task: 5,
    name: 'login-not-excluded',
    mistake: 'The login path is not excluded.',
    edits: [{ file: APP, find: LOGIN_EXCLUDED, replace: '' }],
    caughtBy: ['5.1'],
    reason: /auth_session\/login.*401/s,
  },
  {
    task: 5,
    name: 'login-excluded-with-slash-only',
    mistake: 'The login path is excluded only with the final slash.',
    edits: [
      { file: APP, find: LOGIN_EXCLUDED, replace: '' },
      {
        file: APP,
        find: 'request.currentUser = null;',
        replace: `request.currentUser = null;
  if (request.path === '/auth_session/login/') return next();`,
      },
    ],
    caughtBy: ['5.1'],
    reason: /auth_session\/login.*401/s,
  },
  {
    task: 5,
    name: 'header-alone-decides',
    mistake: '401 is decided on the `Authorization` header alone.',
    edits: [{ file: APP, find: CREDENTIALS, replace: 'auth.authorizationHeader(request) !== null;' }],
    caughtBy: ['5.3', '5.4'],
    reason: /should answer (?:200|403), but it answers 401/,
  },
  {
    task: 5,
    name: 'both-credentials-needed',
    mistake: '401 where either of header and cookie is missing.',
    edits: [{ file: APP, find: CREDENTIALS, replace: CREDENTIALS.replace('||', '&&') }],
    caughtBy: ['5.3', '5.4', '5.5'],
    reason: /should answer (?:200|403), but it answers 401/,
  },
  {
    task: 5,
    name: 'credentials-turned-round',
    mistake: '401 with the condition turned round: who brings credentials is 401.',
    edits: [{ file: APP, find: UNAUTHORIZED, replace: UNAUTHORIZED.replace('!', '') }],
    caughtBy: ['5.2', '5.3', '5.4'],
    reason: /should answer (?:200|401|403), but it answers (?:401|403)/,
  },
  {
    task: 5,
    name: 'forbidden-before-unauthorized',
    mistake: '403 is tested before 401.',
    edits: [
      { file: APP, find: UNAUTHORIZED, replace: '' },
      { file: APP, find: FORBIDDEN, replace: `${FORBIDDEN}\n  ${UNAUTHORIZED}` },
    ],
    caughtBy: ['5.2'],
    reason: /should answer 401, but it answers 403/,
  },
];
