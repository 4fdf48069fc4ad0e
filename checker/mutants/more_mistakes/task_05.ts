// Data, one entry for each mistake: that is why this file is longer than others.
import type { Mistake } from '../mistake.ts';

const APP = 'api/v1/app.ts';
const LOGIN_EXCLUDED = `'/api/v1/auth_session/login/'`;
const PATH = 'request.baseUrl + request.path';
const NOBODY_YET = 'request.currentUser = null;';
const CREDENTIALS = 'auth.authorizationHeader(request) !== null || auth.sessionCookie(request) !== null;';
const UNAUTHORIZED = `if (!hasCredentials) return sendError(response, 401, 'Unauthorized');`;
const FORBIDDEN = `if (request.currentUser === null) return sendError(response, 403, 'Forbidden');`;
const ASK = 'request.currentUser = await auth.currentUser(request);';
const MOUNT = `app.use('/api/v1', beforeRequest);\n`;

export const moreOfTask05: Mistake[] = [
  {
    task: 5,
    name: 'whole-folder-excluded',
    mistake: 'Everything below `/auth_session/` is excluded: the logout needs nobody.',
    edits: [{ file: APP, find: LOGIN_EXCLUDED, replace: `'/api/v1/auth_session/*'` }],
    caughtBy: ['5.1'],
    reason: /auth_session\/\S* should answer 401, but it answers 40[45]/,
    security: true,
  },
  {
    task: 5,
    name: 'address-ends-like-login',
    mistake: 'Whatever address ends like the login is open: `/users?next=/auth_session/login`.',
    edits: [
      {
        file: APP,
        find: NOBODY_YET,
        replace: `${NOBODY_YET}\n  if (request.originalUrl.endsWith('/auth_session/login')) return next();`,
      },
    ],
    caughtBy: ['5.1'],
    reason: /GET \S*\/users\S* should answer 401, but it answers 200/,
    security: true,
  },
  {
    task: 5,
    name: 'query-belongs-to-path',
    mistake: 'The path is judged together with its query: `/login?x=y` is not excluded.',
    edits: [{ file: APP, find: PATH, replace: 'request.originalUrl' }],
    caughtBy: ['5.1'],
    reason: /auth_session\/login needs no authentication, but it answers 401/,
  },
  {
    task: 5,
    name: 'path-without-mount',
    mistake: 'The path is judged without `/api/v1`, where the filter is mounted: nothing is excluded.',
    edits: [{ file: APP, find: PATH, replace: 'request.path' }],
    caughtBy: ['5.1'],
    reason: /auth_session\/login needs no authentication, but it answers 401/,
  },
  {
    task: 5,
    name: 'any-cookie-is-credential',
    mistake: 'Any cookie counts as a credential, not the session cookie alone.',
    edits: [
      {
        file: APP,
        find: CREDENTIALS,
        replace: CREDENTIALS.replace('auth.sessionCookie(request) !== null', 'request.headers.cookie !== undefined'),
      },
    ],
    caughtBy: ['5.2', '5.3'],
    reason: /should answer 401, but it answers 403/,
  },
  {
    task: 5,
    name: 'cookie-name-fixed-in-filter',
    mistake: 'The filter looks for the cookie by a fixed name.',
    edits: [
      {
        file: APP,
        find: CREDENTIALS,
        replace: CREDENTIALS.replace('auth.sessionCookie(request) !== null', `'_my_session_id' in request.cookies`),
      },
    ],
    caughtBy: ['5.2', '5.3'],
    reason: /should answer 403, but it answers 401/,
  },
  {
    task: 5,
    name: 'head-passes',
    mistake: '`HEAD` passes the filter, as pre-flight requests do: anybody learns which paths exist.',
    edits: [
      {
        file: APP,
        find: NOBODY_YET,
        replace: `${NOBODY_YET}\n  if (['HEAD', 'OPTIONS'].includes(request.method)) return next();`,
      },
    ],
    caughtBy: ['5.2'],
    reason: /HEAD \S+ should answer 401, but it answers (?:200|404)/,
    security: true,
  },
  {
    task: 5,
    name: 'post-passes',
    mistake: '`POST` passes the filter, so that people can register: everything else with `POST` is open, too.',
    edits: [{ file: APP, find: NOBODY_YET, replace: `${NOBODY_YET}\n  if (request.method === 'POST') return next();` }],
    caughtBy: ['5.2'],
    reason: /POST \S+ should answer 401, but it answers/,
    security: true,
  },
  {
    task: 5,
    name: 'own-machine-passes',
    mistake: 'Requests from the own machine pass: behind a proxy these are all.',
    edits: [
      {
        file: APP,
        find: NOBODY_YET,
        replace: `${NOBODY_YET}\n  if (['127.0.0.1', 'localhost'].includes(request.hostname)) return next();`,
      },
    ],
    caughtBy: ['5.2'],
    reason: /should answer 401, but it answers (?:200|404)/,
    security: true,
  },
  {
    task: 5,
    name: 'known-paths-only',
    mistake: 'The filter is mounted for the known paths only: 404 tells which paths there are.',
    edits: [
      {
        file: APP,
        find: MOUNT,
        replace: `app.use(['/api/v1/users', '/api/v1/stats', '/api/v1/auth_session/logout'], beforeRequest);\n`,
      },
    ],
    caughtBy: ['5.2'],
    reason: /should answer 401, but it answers 404/,
    security: true,
  },
  {
    task: 5,
    name: 'refused-goes-on',
    mistake: 'After 403 there is no `return`: the refused request goes on to its route, which does its work.',
    edits: [{ file: APP, find: FORBIDDEN, replace: FORBIDDEN.replace('return ', '') }],
    caughtBy: ['5.3'],
    reason: /is deleted by a request to delete that user which was refused|broke off its answer/,
    security: true,
  },
  {
    task: 5,
    name: 'nobody-is-undefined',
    mistake: 'Nobody is taken for `undefined`: where the auth gives `null`, the request passes.',
    edits: [{ file: APP, find: FORBIDDEN, replace: FORBIDDEN.replace('=== null', '=== undefined') }],
    caughtBy: ['5.3'],
    reason: /should answer 403, but it answers (?:200|404)/,
    security: true,
  },
  {
    task: 5,
    name: 'header-needed-for-user',
    mistake: 'The current user is asked for only where there is a header: with the cookie alone nobody gets in.',
    edits: [
      {
        file: APP,
        find: ASK,
        replace:
          'if (auth.authorizationHeader(request) !== null) request.currentUser = await auth.currentUser(request);',
      },
    ],
    caughtBy: ['5.4'],
    reason: /should answer 200, but it answers 403/,
  },
  {
    task: 5,
    name: 'forbidden-says-unauthorized',
    mistake: '403 has the body of 401.',
    edits: [{ file: APP, find: FORBIDDEN, replace: FORBIDDEN.replace('Forbidden', 'Unauthorized') }],
    caughtBy: ['5.3'],
    reason: /answers 403, but its JSON body[\s\S]*"Forbidden"[\s\S]*"Unauthorized"/,
  },
  {
    task: 5,
    name: 'refusal-under-wrong-key',
    mistake: 'The sentence of 401 stands under `message`, not under `error`.',
    edits: [
      {
        file: APP,
        find: UNAUTHORIZED,
        replace: `if (!hasCredentials) {
    response.status(401).json({ message: 'Unauthorized' });
    return;
  }`,
      },
    ],
    caughtBy: ['5.2'],
    reason: /answers 401, but its JSON body[\s\S]*"message"/,
  },
  {
    task: 5,
    name: 'cookies-read-after-filter',
    mistake: 'cookie-parser stands behind the filter: there are no cookies yet.',
    edits: [
      { file: APP, find: 'app.use(cookieParser());\n', replace: '' },
      { file: APP, find: MOUNT, replace: `${MOUNT}app.use(cookieParser());\n` },
    ],
    caughtBy: ['5.3', '5.4'],
    reason: /should answer (?:200|403), but it answers 401/,
  },
  {
    task: 5,
    name: 'filter-before-cors',
    mistake: 'The filter stands before the cross-origin headers: the pre-flight request of a browser is 401.',
    edits: [
      { file: APP, find: `app.use('/api/v1', cors);\n`, replace: '' },
      { file: APP, find: MOUNT, replace: `${MOUNT}app.use('/api/v1', cors);\n` },
    ],
    caughtBy: ['5.2'],
    reason: /Access-Control-Allow-Origin/,
  },
];
